package norn.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.plan.Plan;
import norn.runbook.PhaseName;
import norn.runbook.Step;
import org.jspecify.annotations.Nullable;

/**
 * The chain of steps that made a downtime as long as it was: back from the step that restored access, always to the need that ended
 * last, and from a rollback on into the day before it.
 */
public final class CriticalPath {
    /** A shorter wait before a step is the machine's own, and counts as part of it. */
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

    private final Plan plan;
    private final Downtime downtime;
    private final Map<String, Checklist.Line> lines = new LinkedHashMap<>();
    private final List<Link> chain = new ArrayList<>();

    private CriticalPath(Plan plan, List<Checklist.Line> all, Downtime downtime) {
        this.plan = plan;
        this.downtime = downtime;
        for (var line : all) {
            if (line.endedAt() != null && line.endedAt().isAfter(downtime.startedAt())) {
                lines.put(line.id(), line);
            }
        }
    }

    /**
     * A step of the chain, or what passed before it began.
     *
     * @param step its id; of a wait {@code before} and the id
     * @param waitedForPeople it waited for people's answer
     */
    public record Link(String step, Duration duration, boolean waitedForPeople) {}

    /** The chain of that downtime, in the order of time; empty where it is not over. */
    public static List<Link> of(Plan plan, List<Checklist.Line> lines, Downtime downtime) {
        return downtime.endedBy() == null
                ? List.of()
                : new CriticalPath(plan, lines, downtime).from(downtime.endedBy());
    }

    private List<Link> from(String last) {
        for (var line = lines.get(last); line != null; ) {
            var before = before(line);
            add(line, before == null ? downtime.startedAt() : later(before.endedAt(), downtime.startedAt()));
            line = before;
        }
        Collections.reverse(chain);
        return chain;
    }

    /** The step, and before it the time in which it was not under way: until people had resolved its failure, or it was planned. */
    private void add(Checklist.Line line, Instant from) {
        var end = later(line.endedAt(), from);
        var begun = line.startedAt();
        var wait = begun == null || begun.isAfter(end) ? Duration.ZERO : Duration.between(from, begun);
        if (wait.compareTo(SHORTEST_WAIT) < 0) {
            chain.add(new Link(line.id(), Duration.between(from, end), asksPeople(line)));
            return;
        }
        chain.add(new Link(line.id(), Duration.between(begun, end), asksPeople(line)));
        chain.add(new Link("before " + line.id(), wait, line.attempt() > 1));
    }

    private static Instant later(@Nullable Instant one, Instant other) {
        return one == null || one.isBefore(other) ? other : one;
    }

    private Checklist.@Nullable Line before(Checklist.Line line) {
        var needs = plan.runbook().step(line.id()).map(Step::needs).orElse(List.of());
        var last =
                last(needs.stream().map(lines::get).filter(need -> need != null).toList());
        return last == null && line.phase() == PhaseName.ROLLBACK ? lastOfDay(line) : last;
    }

    /** With what the day ended for which it is rolled back. */
    private Checklist.@Nullable Line lastOfDay(Checklist.Line first) {
        var begun = first.startedAt();
        return begun == null
                ? null
                : last(lines.values().stream()
                        .filter(line -> line.phase() == PhaseName.DEPLOYMENT_DAY
                                && line.endedAt() != null
                                && !line.endedAt().isAfter(begun))
                        .toList());
    }

    private static Checklist.@Nullable Line last(List<Checklist.Line> all) {
        Checklist.Line last = null;
        for (var line : all) {
            if (last == null || later(line.endedAt(), Instant.MIN).isAfter(later(last.endedAt(), Instant.MIN))) {
                last = line;
            }
        }
        return last;
    }

    private boolean asksPeople(Checklist.Line line) {
        return plan.runbook()
                .step(line.id())
                .map(step -> step.work().match(action -> false, attestation -> true, gate -> true))
                .orElse(false);
    }
}
