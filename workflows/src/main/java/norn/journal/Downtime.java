package norn.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import norn.plan.Plan;
import norn.runbook.PhaseName;
import norn.runbook.Step;
import norn.runbook.Work;
import org.jspecify.annotations.Nullable;

/**
 * When players were out: from the first change of the world until they were let in, on D-Day and in a rollback.
 *
 * @param phase the phase that let them in, or the last one where they are still out
 * @param letIn null: they are still out
 * @param by the step that let them in; null: they are still out
 */
public record Downtime(
        PhaseName phase,
        Instant out,
        @Nullable Instant letIn,
        @Nullable String by) {
    /** The action that lets players in. */
    private static final String OPEN = "open-door";

    /** How long, until {@code asOf} where they are still out. */
    public Duration length(Instant asOf) {
        var end = letIn == null ? asOf : letIn;
        return end.isBefore(out) ? Duration.ZERO : Duration.between(out, end);
    }

    /** Every downtime of the deployment, in the order of time. */
    public static List<Downtime> of(Plan plan, List<Journal> journals) {
        var all = new ArrayList<Downtime>();
        Instant out = null;
        var phase = PhaseName.DEPLOYMENT_DAY;
        for (var journal : journals) {
            if (journal.phase() != PhaseName.DEPLOYMENT_DAY && journal.phase() != PhaseName.ROLLBACK) continue;
            phase = journal.phase();
            for (var entry : journal.entries()) {
                if (out == null && entry.event() instanceof Event.StepStarted started && keepsOut(plan, started.step()))
                    out = entry.at();
                if (out != null && entry.event() instanceof Event.StepSucceeded done && letsIn(plan, done.step())) {
                    all.add(new Downtime(phase, out, entry.at(), done.step()));
                    out = null;
                }
            }
        }
        if (out != null) all.add(new Downtime(phase, out, null, null));
        return all;
    }

    private static boolean keepsOut(Plan plan, String id) {
        var step = step(plan, id);
        return step != null && step.changes() && !isOpening(step);
    }

    private static boolean letsIn(Plan plan, String id) {
        var step = step(plan, id);
        return step != null && isOpening(step);
    }

    private static boolean isOpening(Step step) {
        return step.goLive()
                || (step.work() instanceof Work.Action action && action.name().equals(OPEN));
    }

    private static @Nullable Step step(Plan plan, String id) {
        for (var phase : plan.runbook().phases()) {
            var step = phase.step(id);
            if (step.isPresent()) return step.get();
        }
        return null;
    }
}
