package norn.probe;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import norn.probe.LogLines.DatedLines;
import norn.probe.LogLines.TooMuchWritten;

/**
 * Goes back through a log file to what was written first after some moment, a part of it at a time: a day of a busy service's log is
 * larger than what is held at once.
 *
 * @param partBytes how much of it is held at once
 * @param mostBytes how much of it is read
 */
record LogSearch(Path file, Instant since, int partBytes, long mostBytes) {
    /**
     * The lines since then, the newest part first, the lines of a part in their order. What {@link LogLines#since} says holds here too;
     * lines without a time that fill a part, so that the one before them is not looked for, count.
     *
     * @throws TooMuchWritten where more was written since then than is read
     */
    void newestFirst(Consumer<List<String>> parts) throws IOException {
        try (var in = LogLines.open(file)) {
            var end = in.length();
            var least = end - mostBytes;
            var times = new LogTime(Files.getLastModifiedTime(file).toInstant(), ZoneId.systemDefault());
            var undated = List.<String>of();
            for (var isNewest = true; ; isNewest = false) {
                var part = part(in, Math.max(0, end - partBytes), end);
                var lines = new ArrayList<>(part.lines());
                lines.addAll(undated);
                var dated = DatedLines.of(lines, times);
                var first = firstDated(dated.written());
                var isWithoutTimes =
                        isNewest && first.isEmpty(); // then it has none before either, and all of them count
                if (part.begin() == 0 || isWithoutTimes) {
                    parts.accept(LogLines.since(lines, dated.written(), since));
                    return;
                }
                var whole = first.orElse(0); // what stands before belongs to a line that is read next
                parts.accept(LogLines.since(
                        lines.subList(whole, lines.size()), dated.written().subList(whole, lines.size()), since));
                if (first.isPresent()
                        && dated.written().get(whole).orElseThrow().isBefore(since)) {
                    return;
                }
                if (end - partBytes <= least) {
                    throw new TooMuchWritten(
                            "more than %d MB were written to it since %s".formatted(mostBytes >> 20, since));
                }
                undated = List.copyOf(lines.subList(0, whole));
                times = dated.before();
                end = part.begin();
            }
        }
    }

    /** The lines of a part of the file, and where the first one begins; 0: it is the first of all. */
    private record Part(List<String> lines, long begin) {}

    private static Part part(RandomAccessFile in, long begin, long end) throws IOException {
        var bytes = new byte[(int) (end - begin)];
        try {
            in.seek(begin);
            in.readFully(bytes);
        } catch (EOFException shorter) {
            throw new IOException("it was cut off while it was read", shorter);
        }
        if (begin == 0 || bytes[0] == 0) { // what was cut off below a program that goes on writing where it was
            return new Part(LogLines.split(bytes), 0);
        }
        for (var i = 0; i < bytes.length - 1; i++) {
            if (bytes[i] == '\n') {
                return new Part(LogLines.split(Arrays.copyOfRange(bytes, i + 1, bytes.length)), begin + i + 1);
            }
        }
        throw new TooMuchWritten("a line of it has more than %d MB".formatted(bytes.length >> 20));
    }

    private static Optional<Integer> firstDated(List<Optional<Instant>> written) {
        for (var i = 0; i < written.size(); i++) {
            if (written.get(i).isPresent()) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }
}
