package norn.deployment;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.util.Optional;
import norn.message.MessageHandlers;
import norn.message.StartFailure;
import norn.phase.InternalSignals;
import norn.plan.DeploymentStart;
import norn.plan.OpeningGate;
import norn.plan.Plan;
import norn.plan.PlanRequest;
import norn.run.Result;
import norn.run.RunActivities;
import norn.runbook.PhaseName;
import norn.state.PhaseOutcome;
import norn.state.Status;

/**
 * The course of a deployment: plan, prepare, lock, day, rollback if need be, unlock, watch, report. It has no rules of its own. A
 * part answers with an outcome where the deployment ends with it.
 */
final class DeploymentFlow {
    private final DeploymentStart start;
    private final DeploymentState state;
    private final MessageRouter router;
    private final PhaseControl control;
    private final EnvironmentOwnership ownership;
    private final Conclusion conclusion;
    private final PhaseRunner phases;

    DeploymentFlow(DeploymentStart start, DeploymentState state, MessageRouter router, PhaseControl control) {
        this.start = start;
        this.state = state;
        this.router = router;
        this.control = control;
        ownership = new EnvironmentOwnership(start.environment(), start.release(), control);
        conclusion = new Conclusion(state);
        phases = new PhaseRunner(start, state, router, control, ownership, conclusion);
    }

    /** Runs the deployment to its end; to be called out of the reach of cancellation. */
    Result run() {
        state.show();
        var plan = plan();
        var outcome = prepare(plan)
                .or(() -> changeEnvironment(plan))
                .or(() -> watch(plan))
                .orElseGet(() -> completed(""));
        return report(outcome);
    }

    private Plan plan() {
        var info = Workflow.getInfo();
        try {
            var plan = RunActivities.makePlan(
                    PlanRequest.of(info.getWorkflowId(), start, info.getOriginalExecutionRunId()));
            state.plan(plan);
            return plan;
        } catch (ActivityFailure failure) {
            router.close("no plan could be made");
            throw planningFailure(state, failure);
        }
    }

    /** Why there is no plan, as the run fails with it. */
    static RuntimeException planningFailure(DeploymentState state, ActivityFailure failure) {
        if (!(failure.getCause() instanceof ApplicationFailure problems)) {
            return failure;
        }
        state.planningFailed(problems.getOriginalMessage());
        return StartFailure.of(problems.getOriginalMessage(), problems.getType());
    }

    private boolean includes(Plan plan, PhaseName phase) {
        return start.includes(phase) && plan.runbook().has(phase);
    }

    private Optional<RunOutcome> prepare(Plan plan) {
        if (!includes(plan, PhaseName.PRE_DEPLOYMENT)) {
            return Optional.empty();
        }
        var prepared = phases.run(plan, PhaseName.PRE_DEPLOYMENT);
        return prepared.kind() == PhaseOutcome.Kind.COMPLETED
                ? Optional.empty()
                : Optional.of(RunOutcome.abandoned(prepared.reason()));
    }

    private Optional<RunOutcome> changeEnvironment(Plan plan) {
        if (!includes(plan, PhaseName.DEPLOYMENT_DAY)) {
            return Optional.empty();
        }
        phases.endLeftoversOfReset();
        var outcome = locksAtGate(plan) ? day(plan) : lockedDay(plan);
        unlock();
        return outcome;
    }

    private Optional<RunOutcome> lockedDay(Plan plan) {
        return ownership
                .takeForDay(plan)
                .map(held -> afterDay(plan, phases.stopBeforehand(plan, PhaseName.DEPLOYMENT_DAY, held)))
                .orElseGet(() -> day(plan));
    }

    /** Whether the environment is taken at the first gate of the day; a run that was reset may have changed it already. */
    private boolean locksAtGate(Plan plan) {
        return OpeningGate.of(plan).isPresent() && !phases.wasReset();
    }

    private Optional<RunOutcome> day(Plan plan) {
        return afterDay(plan, phases.run(plan, PhaseName.DEPLOYMENT_DAY));
    }

    private Optional<RunOutcome> afterDay(Plan plan, PhaseOutcome day) {
        return switch (day.kind()) {
            case COMPLETED -> Optional.empty();
            case ROLL_BACK -> {
                var rollback = ownership.isLost() ? rollBackOnceLockIsFree(plan, day) : rollBackDay(plan, day);
                yield canReopenPhase(rollback)
                        ? afterDay(plan, phases.reopen(plan, PhaseName.DEPLOYMENT_DAY, rollback.reason()))
                        : Optional.of(rollback);
            }
            case ENDED_EARLY -> Optional.of(RunOutcome.partial(day.reason()));
            case STOPPED, GIVEN_UP -> Optional.of(RunOutcome.abandoned(day.reason()));
        };
    }

    /** What the day ordered, and hangs or comes late, is refused by the hosts from now on. */
    private RunOutcome rollBackDay(Plan plan, PhaseOutcome day) {
        if (plan.rules().raisesFenceForRollback()) {
            ownership.raiseFence(plan);
        }
        return rollBack(plan, day);
    }

    private void unlock() {
        ownership.endDay();
    }

    private Optional<RunOutcome> watch(Plan plan) {
        if (!includes(plan, PhaseName.POST_DEPLOYMENT)) {
            return Optional.empty();
        }
        if (control.stopReason().isPresent()) {
            return control.stopReason().map(RunOutcome::partial);
        }
        ownership.watch().take();
        return Optional.of(afterWatch(plan, phases.run(plan, PhaseName.POST_DEPLOYMENT)));
    }

    private RunOutcome afterWatch(Plan plan, PhaseOutcome week) {
        ownership.watch().release();
        return switch (week.kind()) {
            case COMPLETED -> completed(week.reason());
            case ROLL_BACK -> {
                var rollback = rollBackOnceLockIsFree(plan, week);
                ownership.release();
                if (!canReopenPhase(rollback)) {
                    yield rollback;
                }
                ownership.watch().take();
                yield afterWatch(plan, phases.reopen(plan, PhaseName.POST_DEPLOYMENT, rollback.reason()));
            }
            case STOPPED, ENDED_EARLY, GIVEN_UP -> RunOutcome.partial(week.reason());
        };
    }

    private RunOutcome rollBackOnceLockIsFree(Plan plan, PhaseOutcome cause) {
        return ownership.takeForRollback(plan, cause.reason())
                ? rollBack(plan, cause)
                : RunOutcome.partial("superseded by " + ownership.watch().supersededBy());
    }

    /** Once it is proven and users are in again, the lock ends and the status is final; the phase stays open for what is left to do. */
    private RunOutcome rollBack(Plan plan, PhaseOutcome cause) {
        var outcome = phases.rollBack(plan, cause);
        if (phases.isRolledBack() || outcome.kind() == PhaseOutcome.Kind.COMPLETED) {
            return new RunOutcome(Status.ROLLED_BACK, cause.reason());
        }
        if (outcome.kind() == PhaseOutcome.Kind.STOPPED) { // nobody agreed to its cost: the release stays as it is
            return RunOutcome.partial(outcome.reason());
        }
        return new RunOutcome(Status.ROLLBACK_FAILED, outcome.reason().isEmpty() ? cause.reason() : outcome.reason());
    }

    /** Whether a rollback was not agreed to, and nothing else wants the deployment to end. */
    private boolean canReopenPhase(RunOutcome rollback) {
        return rollback.status() == Status.PARTIAL
                && !ownership.watch().isSuperseded()
                && control.stopReason().isEmpty();
    }

    private RunOutcome completed(String reason) {
        return state.wentAsPlanned()
                ? new RunOutcome(Status.SUCCESSFUL, reason)
                : RunOutcome.partial(reason.isEmpty() ? state.shortfalls() : reason);
    }

    private Result report(RunOutcome outcome) {
        if (conclusion.isConcluded()) {
            conclusion.saveRecord();
        } else {
            conclusion.conclude(outcome);
        }
        router.close(outcome.text());
        Workflow.await(Workflow::isEveryHandlerFinished);
        return conclusion.result();
    }

    /** Takes the signals of the deployments that change the environment after this one. */
    void listen(MessageHandlers handlers) {
        router.takeEnvironmentBy(phases::takeEnvironment);
        var watch = ownership.watch();
        handlers.internalSignal(InternalSignals.SUPERSEDE, String.class, watch::supersede)
                .internalSignal(InternalSignals.TAKE_ENVIRONMENT, String.class, day -> phases.takeEnvironment())
                .internalSignal(InternalSignals.SUSPEND, String.class, watch::suspend)
                .internalSignal(InternalSignals.END_SUSPENSION, String.class, watch::endSuspension);
    }
}
