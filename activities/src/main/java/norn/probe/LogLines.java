package norn.probe;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import norn.limit.BoundedPattern;
import norn.limit.Limits;
import norn.plan.ShortText;

/** Lines of a log file without colours, with the time that each was written. */
public final class LogLines {
    /** What lines look like that report an error, where an environment does not say; a list as it stands in its file. */
    public static final String ERRORS = "['\\b(ERROR|CRITICAL|FATAL)\\b', 'Traceback \\(most recent call last\\)']";

    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]");
    private static final Pattern TIME = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\d)[T ](\\d\\d:\\d\\d:\\d\\d)(?:[.,](\\d{1,9}))?\\s?(Z|[+-]\\d\\d:?\\d\\d)?");

    private LogLines() {}

    /**
     * The lines written since then. A time without an offset is UTC; a line without a time belongs to the one before it, and
     * where no line has a time, all count. Of a large file the end is read, of a long line its beginning.
     */
    public static List<String> since(Path file, Instant since) throws IOException {
        var lines = new ArrayList<String>();
        var at = Optional.<Instant>empty();
        for (var line : lines(file, 0)) {
            var written = time(line);
            if (written.isPresent()) {
                at = written;
            }
            if (at.isEmpty() || !at.get().isBefore(since)) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** The lines from that byte of the file on, or from its beginning where it has become shorter. */
    public static List<String> lines(Path file, long from) throws IOException {
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            var length = in.length();
            var begin = Math.max(from > length ? 0 : from, length - Limits.LOG_BYTES);
            in.seek(begin);
            var bytes = new byte[(int) (length - begin)];
            in.readFully(bytes);
            return COLOUR.matcher(new String(bytes, StandardCharsets.UTF_8))
                    .replaceAll("")
                    .lines()
                    .map(line -> ShortText.of(line, Limits.LINE_CHARACTERS))
                    .toList();
        }
    }

    /** The time that the line itself names. */
    static Optional<Instant> time(String line) {
        var match = TIME.matcher(line.length() > 120 ? line.substring(0, 120) : line);
        if (!match.find()) {
            return Optional.empty();
        }
        var local = match.group(1) + "T" + match.group(2) + (match.group(3) == null ? "" : "." + match.group(3));
        var offset = match.group(4);
        try {
            if (offset == null) {
                return Optional.of(LocalDateTime.parse(local).toInstant(ZoneOffset.UTC));
            }
            return Optional.of(OffsetDateTime.of(LocalDateTime.parse(local), ZoneOffset.of(offset))
                    .toInstant());
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    /** The lines that one of the patterns finds and none of those allowed does. */
    public static List<String> matching(List<String> lines, List<Pattern> patterns, List<Pattern> allow) {
        return lines.stream()
                .filter(line -> patterns.stream().anyMatch(pattern -> BoundedPattern.find(pattern, line)))
                .filter(line -> allow.stream().noneMatch(pattern -> BoundedPattern.find(pattern, line)))
                .toList();
    }
}
