package norn.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import norn.action.ForeignText;
import norn.exec.PidFile;
import norn.limit.BoundedPattern;
import norn.limit.Limits;
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
    private static final String TOO_MUCH =
            "Search less: let the service write errors to a log of their own, and name that in the probe; or let its log"
                    + " rotate, and name all its files by a star. Look through it by hand meanwhile: SKIP with a note, where"
                    + " the step may be skipped.";
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
        var read = 0;
        var errors = 0;
        var found = new ArrayList<String>();
        for (var log : logs()) {
            var lines = new FoundLines(Limits.FOUND_LINES - found.size());
            try {
                log.reader().newestFirst(begin, part -> {
                    run.attempt().heartbeat("searching " + log.name());
                    lines.add(part, LogLines.matching(part, patterns, allow));
                });
            } catch (BoundedPattern.TooCostly unknown) {
                return ProbeResult.failed("%s: %s".formatted(log.name(), unknown.getMessage()));
            } catch (LogLines.TooMuchWritten unknown) {
                return ProbeResult.failed("%s: %s".formatted(log.name(), unknown.getMessage()))
                        .remedy(TOO_MUCH);
            } catch (IOException unreadable) {
                return ProbeResult.failed("%s: cannot be read: %s".formatted(log.name(), unreadable.getMessage()));
            }
            read += lines.read;
            errors += lines.count;
            lines.inOrder().forEach(line -> found.add("%s: %s".formatted(log.name(), line)));
        }
        var values = new LinkedHashMap<String, Object>();
        values.put("linesRead", read);
        values.put("errorLines", errors);
        if (errors <= allowed) {
            return ProbeResult.passed(
                    "%s since %s, %s among them".formatted(Count.of(read, "line"), begin, Count.of(errors, "error")),
                    values);
        }
        return ProbeResult.failed(
                        "%s, allowed: %d. %s"
                                .formatted(
                                        Count.of(errors, "error"),
                                        allowed,
                                        ForeignText.save(
                                                run.attempt(), run.name() + "-lines", String.join("\n", found))),
                        values)
                .remedy(LINES_STAY);
    }

    /** What is found in one log, of which the newest lines are saved. */
    private static final class FoundLines {
        private final ArrayDeque<List<String>> parts = new ArrayDeque<>();
        private int left;
        private int read;
        private int count;

        private FoundLines(int most) {
            left = most;
        }

        /** A part that is older than those before. */
        private void add(List<String> part, List<String> found) {
            read += part.size();
            count += found.size();
            var newest = found.subList(Math.max(0, found.size() - left), found.size());
            left -= newest.size();
            parts.addFirst(List.copyOf(newest));
        }

        private List<String> inOrder() {
            return parts.stream().flatMap(List::stream).toList();
        }
    }

    /** What is searched, by the name that people see of it. */
    private record SearchedLog(String name, LogReader reader) {}

    private interface LogReader {
        void newestFirst(Instant begin, Consumer<List<String>> parts) throws IOException;
    }

    private List<SearchedLog> logs() {
        var logs = new ArrayList<SearchedLog>();
        files.forEach(file -> logs.add(
                new SearchedLog(file.getFileName().toString(), (begin, parts) -> newestFirst(file, begin, parts))));
        Journal.of(journalctl, journals)
                .forEach(journal -> logs.add(new SearchedLog(journal.unit(), journal::newestFirst)));
        return logs;
    }

    private static void newestFirst(Path path, Instant begin, Consumer<List<String>> parts) throws IOException {
        var logs = new ArrayList<>(LogFiles.of(path));
        Collections.reverse(logs); // as the lines of one are found, so that all end up in the order of their names
        for (var file : logs) {
            if (!LogFiles.areSeveral(path)
                    || !Files.getLastModifiedTime(file).toInstant().isBefore(begin)) {
                new LogSearch(file, begin, Limits.LOG_BYTES, Limits.SEARCHED_BYTES).newestFirst(parts);
            }
        }
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
