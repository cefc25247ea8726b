package norn.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import org.jspecify.annotations.Nullable;

/** Files and folders as wholes. Links are taken for what they are, never followed. */
public final class FileTrees {
    private FileTrees() {}

    /** Creates the folder, with those above it, where it does not exist. */
    public static Path createFolder(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot create " + folder, failure);
        }
    }

    /** Removes it with all it holds; nothing happens where it is not there. */
    public static void delete(Path root) {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed)
                        throws IOException {
                    if (failed != null) {
                        throw failed;
                    }
                    Files.deleteIfExists(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot remove " + root, failure);
        }
    }

    /** Copies a file, a link or a folder over what is at {@code to}; folders are merged. */
    public static void copyOver(Path from, Path to) {
        try (var all = Files.walk(from)) {
            for (var source : (Iterable<Path>) all::iterator) {
                var target = to.resolve(from.relativize(source).toString());
                if (Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS)) {
                    if (Files.isSymbolicLink(target)) {
                        Files.delete(target);
                    }
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.toAbsolutePath().getParent());
                    Files.copy(
                            source,
                            target,
                            StandardCopyOption.REPLACE_EXISTING,
                            StandardCopyOption.COPY_ATTRIBUTES,
                            LinkOption.NOFOLLOW_LINKS);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "cannot copy %s to %s: %s".formatted(from, to, failure.getMessage()), failure);
        }
    }

    /**
     * One hash of a file's content, or of all names, links, sizes and contents below a folder. What a killed writer left behind
     * is no part of it.
     */
    public static String hash(Path root) {
        return hash(root, null);
    }

    /** The same without that file; null: with all. */
    public static String hash(Path root, @Nullable Path without) {
        if (root.equals(without)) {
            return "";
        }
        if (Files.isRegularFile(root)) {
            return Sha256.of(root);
        }
        var digest = Sha256.digest();
        try (var all = Files.walk(root)) {
            for (var path : (Iterable<Path>) all.sorted()::iterator) {
                if (path.equals(without) || AtomicFiles.isTemporary(path)) {
                    continue;
                }
                var what = Files.isSymbolicLink(path)
                        ? "-> " + Files.readSymbolicLink(path)
                        : Files.isRegularFile(path) ? Sha256.of(path) : "folder";
                digest.update("%s %s\n".formatted(root.relativize(path), what).getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + root, unreadable);
        }
        return Sha256.hex(digest.digest());
    }

    /** Whether two files hold the same, and both or none may be executed; links, whether they lead to the same. */
    public static boolean isSame(Path one, Path other) {
        try {
            if (Files.isSymbolicLink(one) || Files.isSymbolicLink(other)) {
                return Files.isSymbolicLink(one)
                        && Files.isSymbolicLink(other)
                        && Files.readSymbolicLink(one).equals(Files.readSymbolicLink(other));
            }
            return Files.isRegularFile(one)
                    && Files.isRegularFile(other)
                    && Files.mismatch(one, other) < 0
                    && isExecutable(one) == isExecutable(other);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot compare %s and %s".formatted(one, other), unreadable);
        }
    }

    private static boolean isExecutable(Path file) throws IOException {
        return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE);
    }

    /** The bytes of all files in it. */
    public static long sizeBytes(Path root) {
        try (var all = Files.walk(root)) {
            var bytes = 0L;
            for (var path : (Iterable<Path>) all::iterator) {
                if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    bytes += Files.size(path);
                }
            }
            return bytes;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + root, unreadable);
        }
    }

    /** The newest time of change in it. */
    public static FileTime newest(Path root) {
        try (var all = Files.walk(root)) {
            var newest = FileTime.fromMillis(0);
            for (var path : (Iterable<Path>) all::iterator) {
                var changed = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS);
                if (changed.compareTo(newest) > 0) {
                    newest = changed;
                }
            }
            return newest;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + root, unreadable);
        }
    }
}
