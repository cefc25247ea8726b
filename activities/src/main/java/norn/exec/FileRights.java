package norn.exec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import norn.state.Finding;

/**
 * What a user may do with files of this host: of this process's own user the kernel is asked, of another one the owner, the group and
 * the permissions say so. Where an access control list refines these, nobody can say.
 */
public record FileRights(UserAccount user) {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int ANYBODY_RUNS = 0111;

    /** What is to be done with a file or a folder. */
    public enum Right {
        READ(4),
        WRITE(2),
        /** To run a file, or to enter a folder. */
        EXECUTE(1);

        private final int bit;

        Right(int bit) {
            this.bit = bit;
        }
    }

    /**
     * Whether it may.
     *
     * @param why what stands in the way, in words; empty where nothing does
     */
    public record Permit(Finding finding, String why) {
        private static final Permit GRANTED = new Permit(Finding.YES, "");
    }

    /** Whether it may do that at that path, which leads through folders and links that it must be able to enter. */
    public Permit to(Path path, Right right) {
        var folders = new LinkedHashSet<>(foldersAbove(path.toAbsolutePath().normalize()));
        var real = path;
        try {
            real = path.toRealPath();
        } catch (NoSuchFileException | NotDirectoryException none) {
            return new Permit(Finding.NO, "%s is not there".formatted(path));
        } catch (IOException hidden) {
            return new Permit(Finding.UNKNOWN, "%s cannot be seen by the worker's user".formatted(path));
        }
        folders.addAll(foldersAbove(real));
        for (var folder : folders) {
            var entered = at(folder, Right.EXECUTE);
            if (entered != Finding.YES) {
                return new Permit(entered, "it %s enter %s".formatted(may(entered), folder));
            }
        }
        var allowed = at(real, right);
        return allowed == Finding.YES
                ? Permit.GRANTED
                : new Permit(allowed, "it %s %s %s".formatted(may(allowed), verb(real, right), real));
    }

    private static String may(Finding finding) {
        return finding == Finding.NO ? "may not" : "may or may not";
    }

    private static String verb(Path path, Right right) {
        return switch (right) {
            case READ -> "read";
            case WRITE -> "write to";
            case EXECUTE -> Files.isDirectory(path) ? "enter" : "run";
        };
    }

    private static List<Path> foldersAbove(Path path) {
        var folders = new ArrayList<Path>();
        for (var folder = path.getParent(); folder != null; folder = folder.getParent()) {
            folders.add(0, folder);
        }
        return folders;
    }

    /** Whether it may do that with that file or folder itself, once it is there. */
    public Finding at(Path path, Right right) {
        if (user.own()) {
            return Finding.of(
                    switch (right) {
                        case READ -> Files.isReadable(path);
                        case WRITE -> Files.isWritable(path);
                        case EXECUTE -> Files.isExecutable(path);
                    });
        }
        try {
            var mode = (int) attribute(path, "mode");
            var isRun = right == Right.EXECUTE && !Files.isDirectory(path);
            var allowed = (user.isRoot() && isRun)
                    ? (mode & ANYBODY_RUNS) != 0
                    : grants(attribute(path, "uid"), attribute(path, "gid"), mode, right);
            return !allowed && hasAccessList(path) ? Finding.UNKNOWN : Finding.of(allowed);
        } catch (IOException hidden) {
            return Finding.UNKNOWN;
        }
    }

    /** Whether a file of that owner, group and mode lets it. */
    public boolean grants(long owner, long group, int mode, Right right) {
        return user.isRoot() || ((mode >> shift(owner, group)) & right.bit) != 0;
    }

    /** The first of owner, group and others that it is decides alone. */
    private int shift(long owner, long group) {
        if (owner == user.uid()) {
            return 6;
        }
        return user.groups().contains(group) ? 3 : 0;
    }

    /** What a file system says of a file: {@code uid}, {@code gid} or {@code mode}. */
    public static long attribute(Path path, String name) throws IOException {
        return ((Number) Objects.requireNonNull(Files.getAttribute(path, "unix:" + name), name)).longValue();
    }

    /** The mark that ls shows behind the permissions. */
    private static boolean hasAccessList(Path path) {
        return ProgramOutput.of(List.of("ls", "-ld", path.toString()), Map.of(), TIMEOUT)
                .map(ProgramOutput::text)
                .map(line -> line.split("\\s+", 2)[0])
                .flatMap(mode -> mode.endsWith("+") ? Optional.of(mode) : Optional.empty())
                .isPresent();
    }
}
