package norn.cli.follow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.journal.Checklist;
import norn.runbook.PhaseName;

/**
 * Where a phase's time went. Steps that run side by side count once.
 *
 * @param whole from its first step's start to its last one's end
 * @param work while a machine did something
 * @param people while people were waited for, and no machine did anything
 * @param rest while nothing was under way: orchestration, and waiting for planned times
 */
public record TimeSpent(Duration whole, Duration work, Duration people, Duration rest) {

    /** Of each phase that began. */
    public static Map<PhaseName, TimeSpent> of(Checklist checklist) {
        var spent = new LinkedHashMap<PhaseName, TimeSpent>();
        for (var phase : PhaseName.values()) {
            var lines = checklist.steps().stream()
                    .filter(step -> step.phase() == phase && step.startedAt() != null && step.endedAt() != null)
                    .toList();
            if (!lines.isEmpty()) spent.put(phase, of(lines));
        }
        return spent;
    }

    private static TimeSpent of(List<Checklist.Line> lines) {
        var all = union(spans(lines, true, true));
        var work = union(spans(lines, true, false));
        var first = lines.stream()
                .map(TimeSpent::start)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        var last = lines.stream()
                .map(TimeSpent::end)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        var whole = Duration.between(first, last);
        return new TimeSpent(whole, work, all.minus(work), whole.minus(all));
    }

    private record Span(Instant from, Instant to) {}

    private static List<Span> spans(List<Checklist.Line> lines, boolean machines, boolean people) {
        return lines.stream()
                .filter(line -> "machine".equals(line.by()) ? machines : people)
                .map(line -> new Span(start(line), end(line)))
                .sorted(Comparator.comparing(Span::from))
                .toList();
    }

    private static Duration union(List<Span> sorted) {
        var merged = new ArrayList<Span>();
        for (var span : sorted) {
            var last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && !span.from().isAfter(last.to()))
                merged.set(
                        merged.size() - 1, new Span(last.from(), span.to().isAfter(last.to()) ? span.to() : last.to()));
            else merged.add(span);
        }
        return merged.stream()
                .map(span -> Duration.between(span.from(), span.to()))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Instant start(Checklist.Line line) {
        return line.startedAt() == null ? Instant.EPOCH : line.startedAt();
    }

    private static Instant end(Checklist.Line line) {
        return line.endedAt() == null ? start(line) : line.endedAt();
    }
}
