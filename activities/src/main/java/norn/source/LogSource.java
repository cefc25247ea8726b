package norn.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import norn.limit.BoundedPattern;
import norn.probe.ErrorLines;
import norn.probe.Journal;
import norn.probe.LogFiles;
import norn.probe.LogLines;
import norn.probe.LogTail;
import norn.yaml.ArgumentList;
import norn.yaml.Default;
import norn.yaml.Kind;
import norn.yaml.Wildcard;
import org.jspecify.annotations.Nullable;

/**
 * How many lines of logs match.
 *
 * @param files log files; a name with a star, such as {@code app-*.log}, means all of such names
 * @param journals units of systemd whose journal is a log
 * @param journalctl the words that run journalctl
 * @param patterns lines that count
 * @param allow lines that do not count all the same
 */
@Kind("logs")
record LogSource(
        @Wildcard List<Path> files,
        List<String> journals,
        @ArgumentList @Default("[journalctl]") List<String> journalctl,
        @Default(ErrorLines.DEFAULT) List<Pattern> patterns,
        List<Pattern> allow)
        implements Source {
    private static final String LINES = "lines";
    private static final String IDENTITY = "inode of ";
    private static final String QUIET = " quiet";
    private static final String JOURNAL = "microseconds of the journal of ";

    LogSource {
        if (files.isEmpty() && journals.isEmpty()) {
            throw new IllegalArgumentException("files, journals: expected at least one");
        }
        Journal.of(journalctl, journals);
        LogLines.requireNotEmpty(patterns, allow);
    }

    /** The lines since the reading before; the first reading counts those of the last interval. */
    @Override
    public Reading read(Moment moment, @Nullable Reading before) throws NoData {
        var numbers = new LinkedHashMap<String, Double>();
        var problems = new ArrayList<String>();
        var start = moment.attempt().clock().instant().minus(moment.interval());
        var matching = 0;
        for (var file : files) {
            try {
                if (LogFiles.areSeveral(file)) {
                    matching += matchingOfSeveral(file, start, before, numbers, problems);
                    continue;
                }
                var end = before == null ? null : before.numbers().get(file.toString());
                var tail = before == null || end == null
                        ? LogTail.begin(file)
                        : LogTail.since(file, (long) before.number(IDENTITY + file), end.longValue());
                var lines = end == null ? LogLines.since(file, start) : tail.lines();
                problems.addAll(tail.problems());
                numbers.put(file.toString(), (double) tail.end());
                numbers.put(IDENTITY + file, (double) tail.file());
                matching += LogLines.matching(lines, patterns, allow).size();
            } catch (BoundedPattern.TooCostly | IOException unknown) {
                throw new NoData("%s: %s".formatted(file, unknown.getMessage()));
            }
        }
        for (var journal : Journal.of(journalctl, journals)) {
            var last = before == null ? null : before.numbers().get(JOURNAL + journal.unit());
            try {
                var entries =
                        journal.since(last == null ? start : Instant.EPOCH.plus(last.longValue(), ChronoUnit.MICROS));
                numbers.put(
                        JOURNAL + journal.unit(), (double) ChronoUnit.MICROS.between(Instant.EPOCH, entries.last()));
                matching += LogLines.matching(entries.lines(), patterns, allow).size();
                if (entries.isCut()) {
                    problems.add("%s writes so much that only the newest of its journal was counted"
                            .formatted(journal.unit()));
                }
            } catch (BoundedPattern.TooCostly | IOException unknown) {
                throw new NoData("%s: %s".formatted(journal.unit(), unknown.getMessage()));
            }
        }
        numbers.put(LINES, (double) matching);
        return new Reading(moment.atEpochMillis(), numbers, problems);
    }

    /** Each file is known by its identity, so that one that is renamed among them, or to another name, counts once. */
    private int matchingOfSeveral(
            Path path, Instant start, @Nullable Reading before, Map<String, Double> numbers, List<String> problems)
            throws IOException {
        var prefix = path + "#";
        var isFirst = before == null || before.numbers().keySet().stream().noneMatch(name -> name.startsWith(prefix));
        var matching = 0;
        for (var file : LogFiles.of(path)) {
            var now = LogTail.begin(file);
            var end = before == null ? null : end(before, prefix + now.file());
            var tail = isFirst ? now : LogTail.since(file, now.file(), end == null ? 0 : end.longValue());
            var isOld = Files.getLastModifiedTime(file).toInstant().isBefore(start);
            var lines = isFirst && !isOld ? LogLines.since(file, start) : tail.lines();
            numbers.put(prefix + now.file() + (isOld ? QUIET : ""), (double) tail.end());
            problems.addAll(tail.problems());
            matching += LogLines.matching(lines, patterns, allow).size();
        }
        if (before != null) {
            for (var name : before.numbers().keySet()) {
                if (name.startsWith(prefix) && !numbers.containsKey(name) && !numbers.containsKey(name + QUIET)) {
                    matching += matchingOfRenamed(path, prefix, name, before, numbers, problems);
                }
            }
        }
        return matching;
    }

    private static @Nullable Double end(Reading before, String name) {
        var end = before.numbers().get(name);
        return end == null ? before.numbers().get(name + QUIET) : end;
    }

    /** Of a file that has none of these names any more: one to which nothing was written for an interval may go. */
    private int matchingOfRenamed(
            Path path, String prefix, String name, Reading before, Map<String, Double> numbers, List<String> problems)
            throws IOException {
        var identity = name.substring(prefix.length());
        if (identity.endsWith(QUIET)) {
            return 0;
        }
        var earlierEnd = (long) before.number(name);
        var tail = LogTail.ofRenamed(path, Long.parseLong(identity), earlierEnd);
        if (tail.isEmpty()) {
            problems.add(LogTail.gone("a file of %s is gone since the last look".formatted(path)));
            return 0;
        }
        if (tail.get().end() != earlierEnd) { // else whoever wrote to it writes to another one by now
            numbers.put(name, (double) tail.get().end());
        }
        problems.addAll(tail.get().problems());
        return LogLines.matching(tail.get().lines(), patterns, allow).size();
    }

    @Override
    public @Nullable Double value(Window window) {
        return window.readings().stream()
                .mapToDouble(reading -> reading.number(LINES))
                .sum();
    }
}
