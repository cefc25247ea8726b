package norn.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import norn.plan.Plan;
import norn.runbook.PhaseName;
import norn.runbook.Step;
import norn.runbook.Work;
import norn.state.Event;
import norn.state.Journal;
import org.jspecify.annotations.Nullable;

/**
 * When players were out: from the first change of the world until they were let in, on D-Day and in a rollback.
 *
 * @param phase the phase that let them in, or the last one where they are still out
 * @param endedAt null: they are still out
 * @param endedBy the step that let them in; null: they are still out
 */
public record Downtime(
        PhaseName phase,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String endedBy) {
    /** The action that lets players in. */
    private static final String OPEN_ACTION = "disable-maintenance";

    /** How long, until {@code asOf} where they are still out. */
    public Duration duration(Instant asOf) {
        var end = endedAt == null ? asOf : endedAt;
        return end.isBefore(startedAt) ? Duration.ZERO : Duration.between(startedAt, end);
    }

    /** Every downtime of the deployment, in the order of time. */
    public static List<Downtime> of(Plan plan, List<Journal> journals) {
        var all = new ArrayList<Downtime>();
        Instant startedAt = null;
        var phase = PhaseName.DEPLOYMENT_DAY;
        for (var journal : journals) {
            if (journal.phase() != PhaseName.DEPLOYMENT_DAY && journal.phase() != PhaseName.ROLLBACK) {
                continue;
            }
            phase = journal.phase();
            for (var entry : journal.entries()) {
                if (startedAt == null
                        && entry.event() instanceof Event.StepStarted started
                        && startsDowntime(plan, started.step())) {
                    startedAt = entry.at();
                }
                if (startedAt != null
                        && entry.event() instanceof Event.StepSucceeded done
                        && endsDowntime(plan, done.step())) {
                    all.add(new Downtime(phase, startedAt, entry.at(), done.step()));
                    startedAt = null;
                }
            }
        }
        if (startedAt != null) {
            all.add(new Downtime(phase, startedAt, null, null));
        }
        return all;
    }

    private static boolean startsDowntime(Plan plan, String id) {
        var step = step(plan, id);
        return step != null && step.changes() && !letsUsersIn(step);
    }

    private static boolean endsDowntime(Plan plan, String id) {
        var step = step(plan, id);
        return step != null && letsUsersIn(step);
    }

    private static boolean letsUsersIn(Step step) {
        return step.goLive()
                || (step.work() instanceof Work.Action action && action.name().equals(OPEN_ACTION));
    }

    private static @Nullable Step step(Plan plan, String id) {
        for (var phase : plan.runbook().phases()) {
            var step = phase.step(id);
            if (step.isPresent()) {
                return step.get();
            }
        }
        return null;
    }
}
