package norn.probe;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import norn.files.Colours;
import norn.limit.BoundedPattern;
import norn.limit.Limits;
import norn.plan.ShortText;

/** Lines of a log file without colours, with the time that each was written. */
public final class LogLines {
    /** A time so far after the file's change is no line's own. */
    private static final Duration AHEAD = Duration.ofDays(1);

    private LogLines() {}

    /**
     * The lines written since then. A time without an offset is of this host's zone; a line without a time belongs to the one
     * before it, and where no line has a time, all count. A line is never older than the one before it: an old date in it is one that
     * it speaks of. Of a large file the end is read, of a long line its beginning.
     *
     * @throws IOException where it cannot be read; {@link TooMuchWritten} where more was written since then than is read
     */
    public static List<String> since(Path file, Instant since) throws IOException {
        var parts = new ArrayDeque<List<String>>();
        new LogSearch(file, since, Limits.LOG_BYTES, Limits.LOG_BYTES).newestFirst(parts::addFirst);
        return parts.stream().flatMap(List::stream).toList();
    }

    static List<String> since(List<String> lines, LogTime times, Instant since) {
        return since(lines, DatedLines.of(lines, times).written(), since);
    }

    /** More was written than is read, so that what is missing of it is unknown. */
    static final class TooMuchWritten extends IOException {
        private static final long serialVersionUID = 1;

        TooMuchWritten(String how) {
            super(how + ", and what is missing of them is unknown");
        }
    }

    /**
     * Lines of a log.
     *
     * @param written when each line says that it was
     * @param before what completes the time of a line before them
     */
    record DatedLines(List<Optional<Instant>> written, LogTime before) {
        static DatedLines of(List<String> lines, LogTime times) {
            var written = new ArrayDeque<Optional<Instant>>();
            var before = times;
            for (var i = lines.size() - 1; i >= 0; i--) {
                var found = before.written(lines.get(i))
                        .filter(at -> at.at().isBefore(times.changed().plus(AHEAD)));
                written.addFirst(found.map(LogTime.Written::at));
                before = found.isPresent() ? before.before(found.get()) : before;
            }
            return new DatedLines(List.copyOf(written), before);
        }
    }

    static List<String> since(List<String> lines, List<Optional<Instant>> written, Instant since) {
        var recent = new ArrayList<String>();
        var latest = Optional.<Instant>empty();
        for (var i = 0; i < lines.size(); i++) {
            var at = written.get(i);
            if (latest.isEmpty() || (at.isPresent() && at.get().isAfter(latest.get()))) {
                latest = at;
            }
            if (latest.isEmpty() || !latest.get().isBefore(since)) {
                recent.add(lines.get(i));
            }
        }
        return recent;
    }

    /** The lines from that byte of the file on, or from its beginning where it has become shorter. */
    public static List<String> lines(Path file, long from) throws IOException {
        return rest(file, from).lines();
    }

    /** The same, and whether there are more of them than are read. */
    static ReadLines rest(Path file, long from) throws IOException {
        return read(file, from, false);
    }

    /** The same without a last line that is not written to its end yet. */
    static ReadLines whole(Path file, long from) throws IOException {
        return read(file, from, true);
    }

    private static ReadLines read(Path file, long from, boolean wholeLines) throws IOException {
        try (var in = open(file)) {
            var begin = seek(in, from);
            var isCut = from <= in.length() && begin > from;
            var bytes = rest(in);
            var length = bytes.length;
            while (wholeLines && length > 0 && bytes[length - 1] != '\n') {
                length--;
            }
            return new ReadLines(split(Arrays.copyOf(bytes, length)), begin + length, isCut);
        }
    }

    /** Whether a line ends there; one that did, and does not, is of a file that was cut off and written anew. */
    static boolean isLineEnd(Path file, long end) throws IOException {
        try (var in = open(file)) {
            if (end == 0 || in.length() < end) {
                return end == 0;
            }
            in.seek(end - 1);
            return in.read() == '\n';
        }
    }

    /** Whoever opens a pipe waits for a program that writes to it. */
    static RandomAccessFile open(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException("it is no file, but a folder, a device or a pipe");
        }
        return new RandomAccessFile(file.toFile(), "r");
    }

    /** Lines, where the last one ends, bytes, and whether there are more of them than are read. */
    record ReadLines(List<String> lines, long end, boolean isCut) {}

    /** Goes to where reading begins: there, or at the beginning of a file that has become shorter, or so far from its end. */
    private static long seek(RandomAccessFile in, long from) throws IOException {
        var length = in.length();
        in.seek(Math.max(from > length ? 0 : from, length - Limits.LOG_BYTES));
        return in.getFilePointer();
    }

    private static byte[] rest(RandomAccessFile in) throws IOException {
        var bytes = new byte[(int) (in.length() - in.getFilePointer())];
        in.readFully(bytes);
        return bytes;
    }

    static List<String> split(byte[] bytes) {
        return Colours.removed(new String(bytes, StandardCharsets.UTF_8))
                .replace("\0", "") // what was cut off below a program that goes on writing where it was
                .lines()
                .map(line -> ShortText.of(line, Limits.LINE_CHARACTERS))
                .toList();
    }

    /** Refuses a pattern that every line matches. */
    public static void requireNotEmpty(List<Pattern> patterns, List<Pattern> allow) {
        for (var list : List.of(patterns, allow)) {
            if (list.stream().anyMatch(pattern -> BoundedPattern.find(pattern, ""))) {
                throw new IllegalArgumentException("patterns, allow: one of them matches every line, an empty one too");
            }
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
