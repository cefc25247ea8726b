package norn.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.report.Checklist;
import norn.runbook.PhaseName;
import norn.state.Event;
import norn.state.Evidence;
import norn.state.Journal;
import org.jspecify.annotations.Nullable;

/**
 * Where a phase's time went. What runs side by side counts once.
 *
 * @param whole from its first step's start to its last one's end
 * @param work while a machine did something
 * @param people while people were waited for, and no step of a machine was under way
 * @param orchestration while a machine's step was under way, and nothing was done for it: on its way there and back
 * @param waits while nothing was under way: waiting for planned times
 */
public record TimeBreakdown(Duration whole, Duration work, Duration people, Duration orchestration, Duration waits) {

    /**
     * Of each phase that began.
     *
     * @param journals what its steps left behind; a step without evidence counts as work from its start to its end
     */
    public static Map<PhaseName, TimeBreakdown> of(Checklist checklist, List<Journal> journals) {
        var evidence = evidence(journals);
        var spent = new LinkedHashMap<PhaseName, TimeBreakdown>();
        for (var phase : PhaseName.values()) {
            var lines = checklist.steps().stream()
                    .filter(step -> step.phase() == phase && step.startedAt() != null && step.endedAt() != null)
                    .toList();
            if (!lines.isEmpty()) {
                spent.put(phase, of(lines, evidence));
            }
        }
        return spent;
    }

    private static Map<String, Evidence> evidence(List<Journal> journals) {
        var evidence = new LinkedHashMap<String, Evidence>();
        for (var journal : journals) {
            for (var entry : journal.entries()) {
                if (entry.event() instanceof Event.StepSucceeded done) {
                    evidence.put(done.step(), done.evidence());
                }
            }
        }
        return evidence;
    }

    private static TimeBreakdown of(List<Checklist.Line> lines, Map<String, Evidence> evidence) {
        var steps =
                lines.stream().map(line -> new TimeSpan(start(line), end(line))).toList();
        var machines = lines.stream().filter(TimeBreakdown::isAutomatic).toList();
        var underWay = union(steps);
        var ordered = union(machines.stream()
                .map(line -> new TimeSpan(start(line), end(line)))
                .toList());
        var worked = union(machines.stream()
                .map(line -> work(line, evidence.get(line.id())))
                .toList());
        var first = steps.stream()
                .map(TimeSpan::from)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        var last =
                steps.stream().map(TimeSpan::to).max(Comparator.naturalOrder()).orElseThrow();
        var whole = Duration.between(first, last);
        return new TimeBreakdown(whole, worked, underWay.minus(ordered), ordered.minus(worked), whole.minus(underWay));
    }

    private static boolean isAutomatic(Checklist.Line line) {
        return "machine".equals(line.by());
    }

    /** The part of the step in which something was done; the whole step where nobody noted it. */
    private static TimeSpan work(Checklist.Line line, @Nullable Evidence evidence) {
        if (evidence == null) {
            return new TimeSpan(start(line), end(line));
        }
        var from = evidence.startedAt().isAfter(start(line)) ? evidence.startedAt() : start(line);
        var to = evidence.endedAt().isBefore(end(line)) ? evidence.endedAt() : end(line);
        return new TimeSpan(from, to.isBefore(from) ? from : to);
    }

    private record TimeSpan(Instant from, Instant to) {}

    private static Duration union(List<TimeSpan> spans) {
        var sorted = spans.stream().sorted(Comparator.comparing(TimeSpan::from)).toList();
        var merged = new ArrayList<TimeSpan>();
        for (var span : sorted) {
            var last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && !span.from().isAfter(last.to())) {
                merged.set(
                        merged.size() - 1,
                        new TimeSpan(last.from(), span.to().isAfter(last.to()) ? span.to() : last.to()));
            } else {
                merged.add(span);
            }
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
