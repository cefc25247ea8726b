package norn.deployment;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import norn.journal.Event;
import norn.journal.Journal;
import norn.journal.PhaseOutcome;
import norn.plan.Plan;
import norn.runbook.PhaseName;
import norn.runbook.Step;
import org.jspecify.annotations.Nullable;

/** What the result of a run says, read from plan and journals. */
final class Outcomes {
    private Outcomes() {}

    static Result result(
            End end,
            @Nullable Plan plan,
            String environment,
            String release,
            List<Journal> journals,
            Instant startedAt,
            Instant endedAt,
            @Nullable String report) {
        return new Result(
                end.status(),
                environment,
                plan == null ? release : plan.release(),
                plan == null ? null : plan.previousRelease(),
                startedAt,
                endedAt,
                plan == null ? null : downtimeSeconds(plan, journals),
                end.reason(),
                value(journals, "fingerprintBefore", "fingerprint"),
                value(journals, "fingerprintAfter"),
                report);
    }

    /** The last value that any action measured under the first of the names that was measured at all. */
    private static @Nullable String value(List<Journal> journals, String... names) {
        for (var name : names) {
            String found = null;
            for (var journal : journals)
                for (var entry : journal.entries())
                    if (entry.event() instanceof Event.StepSucceeded done
                            && done.evidence().values().get(name) != null)
                        found = String.valueOf(done.evidence().values().get(name));
            if (found != null) return found;
        }
        return null;
    }

    /**
     * How long players were out, on D-Day and again in a rollback: from the first change until players are let in. Null where
     * nothing was changed; until the last entry where they are still out.
     */
    private static @Nullable Long downtimeSeconds(Plan plan, List<Journal> journals) {
        var total = Duration.ZERO;
        Instant outSince = null;
        var everOut = false;
        Instant last = null;
        for (var journal : journals)
            for (var entry : journal.entries()) {
                last = entry.at();
                if (journal.phase() != PhaseName.DEPLOYMENT_DAY && journal.phase() != PhaseName.ROLLBACK) continue;
                if (entry.event() instanceof Event.StepStarted started
                        && outSince == null
                        && step(plan, journal.phase(), started.step(), true)) {
                    outSince = entry.at();
                    everOut = true;
                }
                if (entry.event() instanceof Event.StepSucceeded done
                        && outSince != null
                        && step(plan, journal.phase(), done.step(), false)) {
                    total = total.plus(Duration.between(outSince, entry.at()));
                    outSince = null;
                }
            }
        if (!everOut) return null;
        if (outSince != null && last != null) total = total.plus(Duration.between(outSince, last));
        return total.toSeconds();
    }

    /** Whether the step changes the world and keeps players out ({@code out}), or lets them in. */
    private static boolean step(Plan plan, PhaseName phase, String id, boolean out) {
        return plan.runbook()
                .phase(phase)
                .step(id)
                .map(step -> out ? step.changes() && !letsIn(step) : letsIn(step))
                .orElse(false);
    }

    private static boolean letsIn(Step step) {
        return step.goLive() || News.action(step).equals("open-door");
    }

    /** What a phase came to that has no result, because somebody ended it by force. */
    static PhaseOutcome byForce(PhaseName phase, boolean changed, boolean live) {
        var reason = phase + " was ended by force";
        if (phase == PhaseName.ROLLBACK) return new PhaseOutcome(PhaseOutcome.Kind.GIVEN_UP, reason, null, true, null);
        if (live) return new PhaseOutcome(PhaseOutcome.Kind.ENDED_EARLY, reason, null, true, null);
        return changed
                ? new PhaseOutcome(PhaseOutcome.Kind.ROLL_BACK, reason, null, true, norn.runbook.RollbackMode.AUTO)
                : new PhaseOutcome(PhaseOutcome.Kind.STOPPED, reason, null, true, null);
    }
}
