package norn.probe;

import java.io.IOException;
import java.nio.file.Files;
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
import norn.yaml.ArgumentList;
import norn.yaml.Default;
import norn.yaml.Kind;
import norn.yaml.Wildcard;
import org.jspecify.annotations.Nullable;

/**
 * Searches log files, with colours removed, for lines that must not be there.
 *
 * @param files a missing one is a failure; a name with a star, such as {@code app-*.log}, means all of such names
 * @param journals units of systemd whose journal is searched like a file
 * @param journalctl the words that run journalctl
 * @param patterns lines that must not be there
 * @param allow lines that may be there all the same: known defects
 * @param allowed how many other such lines there may be
 * @param since how far back to read; lines without a time belong to the line before them
 * @param pidFile that of the service which writes them: what it wrote since its start counts; null: {@code since} does
 */
@Kind("logs")
record LogProbe(
        @Wildcard List<Path> files,
        List<String> journals,
        @ArgumentList @Default("[journalctl]") List<String> journalctl,
        @Default(ErrorLines.DEFAULT) List<Pattern> patterns,
        List<Pattern> allow,
        @Default("0") int allowed,
        @Default("10m") Duration since,
        @Nullable Path pidFile)
        implements Probe {
    private static final String LINES_STAY =
            "Judge them: RETRY finds the same lines again. Those of something that is over and understood: SKIP with a"
                    + " note, where the step may be skipped. Those of a known defect: name them in the probe's allow, then"
                    + " RETRY. Else ROLL_BACK.";
    private static final Duration START_TIME_PRECISION = Duration.ofMillis(500);

    LogProbe {
        if (files.isEmpty() && journals.isEmpty()) {
            throw new IllegalArgumentException("files, journals: expected at least one");
        }
        Journal.of(journalctl, journals);
        LogLines.requireNotEmpty(patterns, allow);
    }

    @Override
    public ProbeResult run(ProbeRun run) {
        var asked = run.since();
        var begin = asked == null ? begin(run.attempt().clock().instant()) : asked;
        var found = new ArrayList<String>();
        var read = 0;
        for (var log : logs()) {
            try {
                var lines = log.reader().since(begin);
                read += lines.size();
                for (var line : LogLines.matching(lines, patterns, allow)) {
                    found.add("%s: %s".formatted(log.name(), line));
                }
            } catch (BoundedPattern.TooCostly unknown) {
                return ProbeResult.failed("%s: %s".formatted(log.name(), unknown.getMessage()));
            } catch (IOException unreadable) {
                return ProbeResult.failed("%s: cannot be read: %s".formatted(log.name(), unreadable.getMessage()));
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
                                        ForeignText.save(
                                                run.attempt(), run.name() + "-lines", String.join("\n", found))),
                        values)
                .remedy(LINES_STAY);
    }

    /** What is searched, by the name that people see of it. */
    private record SearchedLog(String name, LogReader reader) {}

    private interface LogReader {
        List<String> since(Instant begin) throws IOException;
    }

    private List<SearchedLog> logs() {
        var logs = new ArrayList<SearchedLog>();
        files.forEach(file -> logs.add(new SearchedLog(file.getFileName().toString(), begin -> since(file, begin))));
        Journal.of(journalctl, journals)
                .forEach(journal -> logs.add(new SearchedLog(journal.unit(), begin -> whole(journal, begin))));
        return logs;
    }

    private static List<String> since(Path path, Instant begin) throws IOException {
        var lines = new ArrayList<String>();
        for (var file : LogFiles.of(path)) {
            if (!LogFiles.areSeveral(path)
                    || !Files.getLastModifiedTime(file).toInstant().isBefore(begin)) {
                lines.addAll(LogLines.since(file, begin));
            }
        }
        return lines;
    }

    private static List<String> whole(Journal journal, Instant begin) throws IOException {
        var entries = journal.since(begin);
        if (entries.isCut()) {
            throw new IOException("it has more than %d entries since %s: search fewer, by since"
                    .formatted(Journal.MOST_ENTRIES, begin));
        }
        return entries.lines();
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
