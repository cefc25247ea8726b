package norn.deployment;

import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import norn.message.StartFailure;
import norn.plan.Plan;
import norn.report.Downtime;
import norn.run.Result;
import norn.runbook.PhaseName;
import norn.runbook.RollbackMode;
import norn.state.Event;
import norn.state.Journal;
import norn.state.PhaseOutcome;
import norn.state.Status;
import org.jspecify.annotations.Nullable;

/** The result of a run, read from its plan and its journals. */
public final class ResultBuilder {
    private ResultBuilder() {}

    /** The result of a run that ended so. */
    static Result result(RunOutcome end, DeploymentState state, Instant startedAt, Instant endedAt) {
        var plan = state.plan();
        var journals = state.journals();
        return new Result(
                end.status(),
                state.environment(),
                state.release(),
                plan == null ? null : plan.previousRelease(),
                startedAt,
                endedAt,
                plan == null ? null : downtimeSeconds(plan, journals, endedAt),
                end.reason(),
                value(journals, "fingerprintBefore", "fingerprint"),
                value(journals, "fingerprintAfter"),
                null);
    }

    /**
     * The result as the workflow returns it.
     *
     * @throws ApplicationFailure {@code RollbackFailed} with the result as its details, where the rollback failed
     */
    static Result returned(Result result) {
        if (result.status() == Status.ROLLBACK_FAILED) {
            throw StartFailure.of("The rollback failed: " + result.reason(), "RollbackFailed", result);
        }
        return result;
    }

    /** The result of a rollback that was run without a server. */
    public static Result ofLocalRollback(
            Status status, String reason, Plan plan, Journal journal, Instant startedAt, Instant endedAt) {
        var journals = List.of(journal);
        return new Result(
                status,
                plan.environment(),
                plan.release(),
                plan.previousRelease(),
                startedAt,
                endedAt,
                downtimeSeconds(plan, journals, endedAt),
                reason,
                value(journals, "fingerprintBefore", "fingerprint"),
                value(journals, "fingerprintAfter"),
                null);
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

    /** How long users were out; null where they never were. */
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

    /** The outcome of a phase that has no result, because somebody terminated it. */
    static PhaseOutcome ofTerminatedPhase(PhaseName phase, boolean changed, boolean live) {
        var reason = phase + " was terminated";
        if (phase == PhaseName.ROLLBACK) {
            return PhaseOutcome.givenUp(reason);
        }
        if (live) {
            return PhaseOutcome.endedEarly(reason);
        }
        return changed ? PhaseOutcome.rollBack(reason, RollbackMode.AUTO) : PhaseOutcome.stopped(reason);
    }
}
