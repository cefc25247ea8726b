package norn.deployment;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import norn.plan.Plan;
import norn.report.Downtime;
import norn.run.Result;
import norn.runbook.PhaseName;
import norn.runbook.RollbackMode;
import norn.state.Event;
import norn.state.Journal;
import norn.state.PhaseOutcome;
import org.jspecify.annotations.Nullable;

/** What the result of a run says, read from plan and journals. */
final class ResultBuilder {
    private ResultBuilder() {}

    static Result result(
            RunOutcome end,
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
                plan == null ? null : downtimeSeconds(plan, journals, endedAt),
                end.reason(),
                value(journals, "fingerprintBefore", "fingerprint"),
                value(journals, "fingerprintAfter"),
                report);
    }

    /** The last value that any action measured under the first of the names that was measured at all. */
    private static @Nullable String value(List<Journal> journals, String... names) {
        for (var name : names) {
            String found = null;
            for (var journal : journals) {
                for (var entry : journal.entries()) {
                    if (entry.event() instanceof Event.StepSucceeded done
                            && done.evidence().values().get(name) != null) {
                        found = String.valueOf(done.evidence().values().get(name));
                    }
                }
            }
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** How long players were out; null where they never were. */
    private static @Nullable Long downtimeSeconds(Plan plan, List<Journal> journals, Instant asOf) {
        var downtimes = Downtime.of(plan, journals);
        if (downtimes.isEmpty()) {
            return null;
        }
        return downtimes.stream()
                .map(downtime -> downtime.duration(asOf))
                .reduce(Duration.ZERO, Duration::plus)
                .toSeconds();
    }

    /** What a phase came to that has no result, because somebody ended it by force. */
    static PhaseOutcome ofTerminatedPhase(PhaseName phase, boolean changed, boolean live) {
        var reason = phase + " was ended by force";
        if (phase == PhaseName.ROLLBACK) {
            return PhaseOutcome.givenUp(reason);
        }
        if (live) {
            return PhaseOutcome.endedEarly(reason);
        }
        return changed ? PhaseOutcome.rollBack(reason, RollbackMode.AUTO) : PhaseOutcome.stopped(reason);
    }
}
