package norn.probe;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import norn.action.ForeignText;
import norn.exec.PidFile;
import norn.limit.BoundedPattern;
import norn.plan.Count;
import norn.yaml.Default;
import norn.yaml.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Searches log files, with colours removed, for lines that must not be there.
 *
 * @param files a missing one is a failure
 * @param patterns lines that must not be there
 * @param allow lines that may be there all the same: known defects
 * @param allowed how many other such lines there may be
 * @param since how far back to read; lines without a time belong to the line before them
 * @param pidFile that of the service which writes them: what it wrote since its start counts; null: {@code since} does
 */
@Kind("logs")
record LogProbe(
        List<Path> files,
        @Default(LogLines.ERRORS) List<Pattern> patterns,
        List<Pattern> allow,
        @Default("0") int allowed,
        @Default("10m") Duration since,
        @Nullable Path pidFile)
        implements Probe {
    private static final Duration START_TIME_PRECISION = Duration.ofMillis(500);

    LogProbe {
        if (files.isEmpty()) {
            throw new IllegalArgumentException("files: expected at least one");
        }
        LogLines.requireNotEmpty(patterns, allow);
    }

    @Override
    public ProbeResult run(ProbeRun run) {
        var asked = run.since();
        var begin = asked == null ? begin(run.attempt().clock().instant()) : asked;
        var found = new ArrayList<String>();
        var read = 0;
        for (var file : files) {
            try {
                var lines = LogLines.since(file, begin);
                read += lines.size();
                for (var line : LogLines.matching(lines, patterns, allow)) {
                    found.add("%s: %s".formatted(file.getFileName(), line));
                }
            } catch (BoundedPattern.TooCostly unknown) {
                return ProbeResult.failed("%s: %s".formatted(file, unknown.getMessage()));
            } catch (IOException unreadable) {
                return ProbeResult.failed("%s: cannot be read: %s".formatted(file, unreadable.getMessage()));
            }
        }
        var values = new LinkedHashMap<String, Object>();
        values.put("linesRead", read);
        values.put("errorLines", found.size());
        if (found.size() <= allowed) {
            return ProbeResult.passed(
                    "%s since %s, %s among them"
                            .formatted(Count.of(read, "line"), begin, Count.of(found.size(), "error")),
                    values);
        }
        return ProbeResult.failed(
                "%s, allowed: %d. %s"
                        .formatted(
                                Count.of(found.size(), "error"),
                                allowed,
                                ForeignText.save(run.attempt(), run.name() + "-lines", String.join("\n", found))),
                values);
    }

    private Instant begin(Instant now) {
        var otherwise = now.minus(since);
        return pidFile == null
                ? otherwise
                : new PidFile(pidFile)
                        .startedAt()
                        .map(start -> start.minus(START_TIME_PRECISION))
                        .orElse(otherwise);
    }
}
