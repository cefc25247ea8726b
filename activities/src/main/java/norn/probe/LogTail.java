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
    /** What was added since that file had that end. */
    public static LogTail since(Path log, long earlierFile, long earlierEnd) throws IOException {
        var present = identity(log);
        if (present == earlierFile) {
            return read(log, present, LogLines.isLineEnd(log, earlierEnd) ? earlierEnd : 0, List.of(), List.of());
        }
        var renamed = renamed(log, earlierFile);
        return renamed.isPresent()
                ? read(log, present, 0, LogLines.lines(renamed.get(), earlierEnd), List.of())
                : read(
                        log,
                        present,
                        0,
                        List.of(),
                        List.of(
                                "%s was replaced since the last look, and the file before is gone: what was written to it meanwhile is not counted. Let logrotate wait with compressing (delaycompress)"
                                        .formatted(log)));
    }

    /** Where the file stands now: a last line that is not written to its end yet comes with the next look. */
    public static LogTail begin(Path log) throws IOException {
        return new LogTail(identity(log), LogLines.whole(log, 0).end(), List.of(), List.of());
    }

    private static LogTail read(Path log, long file, long from, List<String> before, List<String> problems)
            throws IOException {
        var whole = LogLines.whole(log, from);
        var lines = new ArrayList<>(before);
        lines.addAll(whole.lines());
        return new LogTail(
                file,
                whole.end(),
                lines,
                whole.isCut()
                        ? List.of("%s is written to so much that only the newest of it is counted".formatted(log))
                        : problems);
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
