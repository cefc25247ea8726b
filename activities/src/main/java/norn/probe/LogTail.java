package norn.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is added to a log file from one look to the next: whole lines, each once, also where the file is renamed or cut off in
 * between.
 *
 * @param file the file's identity, its inode
 * @param end behind the last whole line, bytes
 * @param lines those added since the look before
 * @param problems why not all of them may be there; empty: they are
 */
public record LogTail(long file, long end, List<String> lines, List<String> problems) {
    private static final int ROTATIONS_DURING_A_LOOK = 5;
    private static final Before NOTHING_BEFORE = new Before(List.of(), List.of());

    /** What was added since that file had that end. */
    public static LogTail since(Path log, long earlierFile, long earlierEnd) throws IOException {
        return steadily(log, present -> {
            if (present == earlierFile) {
                return read(log, present, LogLines.isLineEnd(log, earlierEnd) ? earlierEnd : 0, NOTHING_BEFORE);
            }
            var renamed = renamed(log, earlierFile);
            return read(
                    log,
                    present,
                    0,
                    renamed.isPresent()
                            ? Before.of(renamed.get(), LogLines.rest(renamed.get(), earlierEnd))
                            : new Before(
                                    List.of(),
                                    List.of(gone("%s was replaced since the last look, and the file before is gone"
                                            .formatted(log)))));
        });
    }

    /** Where the file stands now: a last line that is not written to its end yet comes with the next look. */
    public static LogTail begin(Path log) throws IOException {
        return steadily(
                log, present -> new LogTail(present, LogLines.whole(log, 0).end(), List.of(), List.of()));
    }

    /**
     * What was added to a file that has lost its name, and may still be written to under another one beside it.
     *
     * @param log where it was
     * @return empty where it is gone
     */
    public static Optional<LogTail> ofRenamed(Path log, long file, long earlierEnd) throws IOException {
        var renamed = renamed(log, file);
        return renamed.isPresent()
                ? Optional.of(since(renamed.get(), file, earlierEnd))
                        .filter(tail -> tail.file() == file) // else it was renamed once more, and that is another one
                : Optional.empty();
    }

    /** The problem that a file is gone with what was written to it. */
    public static String gone(String how) {
        return how
                + ": what was written to it meanwhile is not counted. Let logrotate wait with compressing"
                + " (delaycompress)";
    }

    /** A look at the file of that identity. */
    private interface Look {
        LogTail at(long present) throws IOException;
    }

    /** A file that was replaced while it was looked at would be taken for the other one. */
    private static LogTail steadily(Path log, Look look) throws IOException {
        for (var i = 0; i < ROTATIONS_DURING_A_LOOK; i++) {
            var present = identity(log);
            var tail = look.at(present);
            if (identity(log) == present) {
                return tail;
            }
        }
        throw new IOException("it is replaced faster than it can be read");
    }

    /** What was added to the file before, as far as it is known. */
    private record Before(List<String> lines, List<String> problems) {
        private static Before of(Path file, LogLines.ReadLines read) {
            return new Before(read.lines(), read.isCut() ? List.of(tooMuch(file)) : List.of());
        }
    }

    private static LogTail read(Path log, long file, long from, Before before) throws IOException {
        var whole = LogLines.whole(log, from);
        var lines = new ArrayList<>(before.lines());
        lines.addAll(whole.lines());
        var problems = new ArrayList<>(before.problems());
        if (whole.isCut()) {
            problems.add(tooMuch(log));
        }
        return new LogTail(file, whole.end(), lines, problems);
    }

    private static String tooMuch(Path log) {
        return "%s is written to so much that only the newest of it is counted".formatted(log);
    }

    private static long identity(Path log) throws IOException {
        return ((Number) Files.getAttribute(log, "unix:ino")).longValue();
    }

    /** The file of that identity in the log's folder, whatever it is called now. */
    private static Optional<Path> renamed(Path log, long file) throws IOException {
        try (var beside = Files.newDirectoryStream(log.toAbsolutePath().getParent())) {
            for (var other : beside) {
                if (Files.isRegularFile(other) && identity(other) == file) {
                    return Optional.of(other);
                }
            }
        } catch (NoSuchFileException compressedMeanwhile) {
            return Optional.empty();
        }
        return Optional.empty();
    }
}
