package norn.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import norn.limit.BoundedPattern;
import norn.probe.LogLines;
import norn.probe.LogTail;
import norn.yaml.Default;
import norn.yaml.Kind;
import org.jspecify.annotations.Nullable;

/**
 * How many lines of log files match.
 *
 * @param patterns lines that count
 * @param allow lines that do not count all the same
 */
@Kind("logs")
record LogSource(List<Path> files, @Default(LogLines.ERRORS) List<Pattern> patterns, List<Pattern> allow)
        implements Source {
    private static final String LINES = "lines";
    private static final String IDENTITY = "inode of ";

    LogSource {
        if (files.isEmpty()) {
            throw new IllegalArgumentException("files: expected at least one");
        }
        LogLines.requireNotEmpty(patterns, allow);
    }

    /** The lines since the reading before; the first reading counts those of the last interval. */
    @Override
    public Reading read(Moment moment, @Nullable Reading before) throws NoData {
        var numbers = new LinkedHashMap<String, Double>();
        var matching = 0;
        for (var file : files) {
            try {
                var end = before == null ? null : before.numbers().get(file.toString());
                var tail = before == null || end == null
                        ? LogTail.begin(file)
                        : LogTail.since(file, (long) before.number(IDENTITY + file), end.longValue());
                var lines = end == null
                        ? LogLines.since(
                                file, moment.attempt().clock().instant().minus(moment.interval()))
                        : tail.lines();
                numbers.put(file.toString(), (double) tail.end());
                numbers.put(IDENTITY + file, (double) tail.file());
                matching += LogLines.matching(lines, patterns, allow).size();
            } catch (BoundedPattern.TooCostly unknown) {
                throw new NoData("%s: %s".formatted(file, unknown.getMessage()));
            } catch (IOException unreadable) {
                throw new NoData("%s: %s".formatted(file, unreadable.getMessage()));
            }
        }
        numbers.put(LINES, (double) matching);
        return Reading.of(moment, numbers);
    }

    @Override
    public @Nullable Double value(Window window) {
        return window.readings().stream()
                .mapToDouble(reading -> reading.number(LINES))
                .sum();
    }
}
