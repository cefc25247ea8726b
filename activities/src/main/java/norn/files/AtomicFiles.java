package norn.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Files that are there whole or not at all, whenever the machine stops: a temporary name, fsync, a rename, fsync. */
public final class AtomicFiles {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private static final String TEMPORARY = ".norn-new";
    private static final Duration ABANDONED_AFTER = Duration.ofHours(1);

    private AtomicFiles() {}

    /** Writes the text, readable by the owner alone. */
    public static void write(Path file, String text) {
        write(file, text, OWNER_ONLY);
    }

    /** Writes the text with those permissions, whatever the umask. */
    public static void write(Path file, String text, Set<PosixFilePermission> permissions) {
        write(file, text.getBytes(StandardCharsets.UTF_8), permissions);
    }

    /**
     * Changes a file that others own and read: what a link leads to is changed and the link stays, and the file keeps its owner,
     * group and permissions. Where this user may not give a file away, or the disk has no room for a second one, it is written in
     * place instead.
     */
    public static void replace(Path file, byte[] content) {
        try {
            var real = file.toRealPath();
            var attributes = Files.readAttributes(real, PosixFileAttributes.class);
            write(real, content, temporary -> {
                var view = Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
                view.setOwner(attributes.owner());
                view.setGroup(attributes.group());
                view.setPermissions(attributes.permissions());
            });
        } catch (IOException notOursOrFull) {
            overwrite(file, content);
        }
    }

    /** Writes the bytes with those permissions, whatever the umask; into the room that was reserved for them where there is no other. */
    public static void write(Path file, byte[] content, Set<PosixFilePermission> permissions) {
        try {
            write(file, content, temporary -> Files.setPosixFilePermissions(temporary, permissions));
        } catch (IOException failure) {
            if (!wroteToReserved(file, content, permissions)) {
                throw new UncheckedIOException("cannot write " + file, failure);
            }
        }
    }

    /** Reserves so much room that the file can be written later though its volume is full by then. It serves for one time. */
    public static void reserve(Path file, int bytes) {
        write(reserved(file), " ".repeat(bytes));
    }

    private static Path reserved(Path file) {
        return file.resolveSibling(prefix(file) + "room");
    }

    /** Whatever stops it before the rename leaves the file as it was, and the room reserved. */
    private static boolean wroteToReserved(Path file, byte[] content, Set<PosixFilePermission> permissions) {
        var room = reserved(file);
        try {
            if (!Files.exists(room) || Files.size(room) < content.length) {
                return false;
            }
            try (var channel = FileChannel.open(room, StandardOpenOption.WRITE)) {
                writeFromStart(channel, content);
            }
            Files.setPosixFilePermissions(room, permissions);
            Files.move(room, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } catch (IOException notEvenThat) {
            return false;
        }
    }

    /** What is done to the new file before it takes the old one's place. */
    private interface Preparation {
        void prepare(Path temporary) throws IOException;
    }

    private static void write(Path file, byte[] content, Preparation preparation) throws IOException {
        var target = file.toAbsolutePath();
        var folder = target.getParent();
        if (folder == null) {
            throw new IllegalArgumentException(file + ": not a file");
        }
        Files.createDirectories(folder);
        deleteAbandoned(target);
        var temporary = temporaryBeside(target);
        try {
            try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                writeAll(channel, content);
            }
            preparation.prepare(temporary);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        syncFolder(folder);
    }

    /**
     * Writes an existing file in place, which needs no room on the disk where the new content is about as long. Another process may see
     * it half written, so it is for what cannot be written any other way. Where it fails, the file is as it was.
     */
    public static void overwrite(Path file, byte[] content) {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var before = Files.readAllBytes(file);
            try {
                writeFromStart(channel, content);
            } catch (IOException noRoom) {
                writeFromStart(channel, before);
                throw noRoom;
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + file, failure);
        }
    }

    /** What is left of a longer content before is cut off last: never is there less than one of them. */
    private static void writeFromStart(FileChannel channel, byte[] content) throws IOException {
        channel.position(0);
        writeAll(channel, content);
        channel.truncate(content.length);
        channel.force(true);
    }

    /** A new, empty file beside that one, to be renamed over it. Where its writer is killed before, it stays, and means nothing. */
    public static Path temporaryBeside(Path file) throws IOException {
        return Files.createTempFile(file.toAbsolutePath().getParent(), prefix(file), TEMPORARY);
    }

    /** Whether it is a file that a writer, perhaps a killed one, means to rename over another. */
    public static boolean isTemporary(Path file) {
        var name = file.getFileName();
        return name != null
                && name.toString().startsWith(".")
                && name.toString().endsWith(TEMPORARY);
    }

    private static String prefix(Path file) {
        return ".%s.".formatted(file.getFileName());
    }

    /** Those of writers that were killed long ago; of a younger one the writer may be alive. */
    private static void deleteAbandoned(Path file) throws IOException {
        var before = Instant.now().minus(ABANDONED_AFTER);
        var ofFile = prefix(file);
        try (var siblings = Files.newDirectoryStream(
                file.getParent(),
                sibling ->
                        isTemporary(sibling) && sibling.getFileName().toString().startsWith(ofFile))) {
            for (var sibling : siblings) {
                if (Files.getLastModifiedTime(sibling).toInstant().isBefore(before)) {
                    Files.deleteIfExists(sibling);
                }
            }
        } catch (NoSuchFileException renamedMeanwhile) {
            return;
        }
    }

    private static void writeAll(FileChannel channel, byte[] content) throws IOException {
        var bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(true);
    }

    /** A new, empty file in place of whatever is there, readable by the owner alone. It survives nothing until it is synced. */
    public static FileChannel createPrivate(Path file) throws IOException {
        Files.deleteIfExists(file);
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    }

    /** Renames within one file system, for good: {@code to} is replaced at once, never absent. */
    public static void move(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            var folder = to.toAbsolutePath().getParent();
            if (folder != null) {
                syncFolder(folder);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot rename %s to %s".formatted(from, to), failure);
        }
    }

    /** Where that link leads, as it says itself; empty where there is no link. */
    public static Optional<Path> linkTarget(Path link) {
        try {
            return Files.isSymbolicLink(link) ? Optional.of(Files.readSymbolicLink(link)) : Optional.empty();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Deletes the file, where there is one. */
    public static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot delete " + file, failure);
        }
    }

    /**
     * Deletes the file, where there is one, unless its volume cannot be written: for what means nothing to whoever finds it later.
     * Answers whether it is gone.
     */
    public static boolean deleteIfPossible(Path file) {
        try {
            Files.deleteIfExists(file);
            return true;
        } catch (IOException unwritable) {
            return false;
        }
    }

    /** Makes the names in a folder survive a power failure. */
    public static void syncFolder(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
