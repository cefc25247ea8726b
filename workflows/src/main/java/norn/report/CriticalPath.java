package norn.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.plan.Plan;
import norn.runbook.Phase;
import org.jspecify.annotations.Nullable;

/** The chain of steps that made a downtime as long as it was: back from the step that restored access, always to the need that ended last. */
public final class CriticalPath {
    private CriticalPath() {}

    /**
     * A step of the chain.
     *
     * @param duration from when the step before it ended until it ended itself, waiting included
     * @param waitedForPeople it waited for people's answer
     */
    public record Link(String step, Duration duration, boolean waitedForPeople) {}

    /** The chain of that downtime, in the order of time; empty where it is not over. */
    public static List<Link> of(Plan plan, List<Checklist.Line> lines, Downtime downtime) {
        var last = downtime.endedBy();
        if (last == null) {
            return List.of();
        }
        var phase = plan.runbook().phase(downtime.phase());
        var ended = new LinkedHashMap<String, Instant>();
        for (var line : lines) {
            if (line.phase() == downtime.phase() && line.endedAt() != null) {
                ended.put(line.id(), line.endedAt());
            }
        }
        var chain = new ArrayList<Link>();
        for (var id = last; id != null; ) {
            var end = ended.get(id);
            if (end == null || !end.isAfter(downtime.startedAt())) {
                break;
            }
            var before = lastNeed(phase, id, ended);
            var beforeEnd = before == null ? null : ended.get(before);
            var from = beforeEnd == null || beforeEnd.isBefore(downtime.startedAt()) ? downtime.startedAt() : beforeEnd;
            chain.add(new Link(id, Duration.between(from, end), asksPeople(phase, id)));
            id = before;
        }
        Collections.reverse(chain);
        return chain;
    }

    private static @Nullable String lastNeed(Phase phase, String id, Map<String, Instant> ended) {
        String last = null;
        Instant lastEnd = null;
        for (var need : phase.step(id).map(step -> step.needs()).orElse(List.of())) {
            var end = ended.get(need);
            if (end != null && (lastEnd == null || end.isAfter(lastEnd))) {
                last = need;
                lastEnd = end;
            }
        }
        return last;
    }

    private static boolean asksPeople(Phase phase, String id) {
        return phase.step(id)
                .map(step -> step.work().match(action -> false, attestation -> true, gate -> true))
                .orElse(false);
    }
}
