package norn.deployment;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import norn.lock.Fencing;
import norn.message.StartFailure;
import norn.plan.DeploymentStart;
import norn.plan.Plan;
import norn.plan.PlanRequest;
import norn.run.ActivityCalls;
import norn.run.Result;
import norn.runbook.PhaseName;
import norn.state.PhaseOutcome;
import norn.state.Status;
import org.jspecify.annotations.Nullable;

/** The course of a deployment: plan, prepare, lock, day, rollback if need be, unlock, watch, report. It has no rules. */
final class DeploymentFlow {
    /** The signal by which a deployment that has gone live ends the watch of the one before. */
    static final String SUPERSEDE = "supersede";

    private static final Duration PLANNING_TIMEOUT = Duration.ofMinutes(1);

    private final DeploymentStart start;
    private final DeploymentState state;
    private final MessageRouter router;
    private final EnvironmentOwnership ownership;
    private final Conclusion conclusion;
    private final PhaseRunner phases;

    DeploymentFlow(DeploymentStart start, DeploymentState state, MessageRouter router) {
        this.start = start;
        this.state = state;
        this.router = router;
        ownership = new EnvironmentOwnership(start.environment(), start.release(), router);
        conclusion = new Conclusion(start, state);
        phases = new PhaseRunner(start, state, router, ownership, conclusion);
    }

    /** How it stands to its environment: other deployments tell it of theirs. */
    EnvironmentOwnership ownership() {
        return ownership;
    }

    /** Runs the deployment to its end. */
    Result run() {
        state.show();
        var plan = plan();
        state.plan(plan);
        var end = end(plan);
        var known = state.result();
        if (known == null) {
            conclusion.conclude(end);
        } else {
            conclusion.saveRecord();
        }
        router.close(end.status() + (end.reason().isEmpty() ? "" : ", " + end.reason()));
        Workflow.await(Workflow::isEveryHandlerFinished);
        return conclusion.result();
    }

    private Plan plan() {
        var id = Workflow.getInfo().getWorkflowId();
        try {
            return ActivityCalls.nornActivities(Workflow.getInfo().getTaskQueue(), "make the plan", PLANNING_TIMEOUT)
                    .makePlan(PlanRequest.of(id, start, Workflow.getInfo().getOriginalExecutionRunId()));
        } catch (ActivityFailure failure) {
            router.close("no plan could be made");
            if (!(failure.getCause() instanceof ApplicationFailure applicationFailure)) {
                throw failure;
            }
            state.planningFailed(applicationFailure.getOriginalMessage());
            throw StartFailure.of(applicationFailure.getOriginalMessage(), applicationFailure.getType());
        }
    }

    private RunOutcome end(Plan plan) {
        if (start.includes(PhaseName.PRE_DEPLOYMENT)) {
            var prepared = phases.run(plan, PhaseName.PRE_DEPLOYMENT, null);
            if (prepared.kind() != PhaseOutcome.Kind.COMPLETED) {
                return RunOutcome.abandoned(prepared.reason());
            }
        }
        if (start.includes(PhaseName.DEPLOYMENT_DAY)) {
            var stopped = day(plan);
            if (stopped != null) {
                return stopped;
            }
        }
        if (start.includes(PhaseName.POST_DEPLOYMENT)) {
            return watch(plan);
        }
        return state.wentAsPlanned() ? new RunOutcome(Status.SUCCESSFUL, "") : new RunOutcome(Status.PARTIAL, "");
    }

    /** D-Day under the lock; null where it went live, and stayed. */
    private @Nullable RunOutcome day(Plan plan) {
        phases.endLeftoversOfReset();
        var holder = ownership.acquire();
        if (holder.isPresent()) {
            return RunOutcome.abandoned("%s is held by %s".formatted(start.environment(), holder.get()));
        }
        var end = fencedDay(plan);
        ownership.endDay();
        return end;
    }

    private @Nullable RunOutcome fencedDay(Plan plan) {
        try {
            ownership.takeFence(plan);
        } catch (ActivityFailure failure) {
            return RunOutcome.abandoned(Fencing.failureText(plan, failure));
        }
        return dayEnd(plan, phases.run(plan, PhaseName.DEPLOYMENT_DAY, null));
    }

    private @Nullable RunOutcome dayEnd(Plan plan, PhaseOutcome day) {
        return switch (day.kind()) {
            case COMPLETED -> null;
            case ROLL_BACK -> {
                var end = ownership.isLost() ? rollBackOnceLockIsFree(plan, day) : rollBack(plan, day);
                yield canReopenPhase(end)
                        ? dayEnd(plan, phases.reopen(plan, PhaseName.DEPLOYMENT_DAY, end.reason()))
                        : end;
            }
            case ENDED_EARLY -> new RunOutcome(Status.PARTIAL, day.reason());
            case STOPPED, GIVEN_UP -> RunOutcome.abandoned(day.reason());
        };
    }

    private RunOutcome watch(Plan plan) {
        if (router.stopReason() != null) {
            return new RunOutcome(Status.PARTIAL, router.stopReason());
        }
        ownership.takeWatch();
        return watchEnd(plan, phases.run(plan, PhaseName.POST_DEPLOYMENT, null));
    }

    private RunOutcome watchEnd(Plan plan, PhaseOutcome outcome) {
        ownership.releaseWatch();
        return switch (outcome.kind()) {
            case COMPLETED ->
                state.wentAsPlanned()
                        ? new RunOutcome(Status.SUCCESSFUL, outcome.reason())
                        : new RunOutcome(Status.PARTIAL, outcome.reason());
            case ROLL_BACK -> {
                var end = rollBackOnceLockIsFree(plan, outcome);
                ownership.release();
                if (!canReopenPhase(end)) {
                    yield end;
                }
                ownership.takeWatch();
                yield watchEnd(plan, phases.reopen(plan, PhaseName.POST_DEPLOYMENT, end.reason()));
            }
            case STOPPED, ENDED_EARLY, GIVEN_UP -> new RunOutcome(Status.PARTIAL, outcome.reason());
        };
    }

    /** Whether the rollback ended without having been agreed to, and nothing else wants the deployment to end. */
    private boolean canReopenPhase(RunOutcome rollback) {
        return rollback.status() == Status.PARTIAL && ownership.supersededBy() == null && router.stopReason() == null;
    }

    private RunOutcome rollBackOnceLockIsFree(Plan plan, PhaseOutcome cause) {
        return ownership.takeForRollback(plan, cause.reason())
                ? rollBack(plan, cause)
                : new RunOutcome(Status.PARTIAL, "superseded by " + ownership.supersededBy());
    }

    /** With the proof the lock ends and the status is final; the phase goes on for what is left to do. */
    private RunOutcome rollBack(Plan plan, PhaseOutcome cause) {
        var outcome = phases.run(plan, PhaseName.ROLLBACK, cause);
        if (phases.isProven() || outcome.kind() == PhaseOutcome.Kind.COMPLETED) {
            return new RunOutcome(Status.ROLLED_BACK, cause.reason());
        }
        // Nobody agreed to its price: the release stays as it is.
        if (outcome.kind() == PhaseOutcome.Kind.STOPPED) {
            return new RunOutcome(Status.PARTIAL, outcome.reason());
        }
        return new RunOutcome(Status.ROLLBACK_FAILED, outcome.reason().isEmpty() ? cause.reason() : outcome.reason());
    }
}
