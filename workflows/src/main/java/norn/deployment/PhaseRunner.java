package norn.deployment;

import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import norn.engine.EarlierResults;
import norn.engine.PhaseContext;
import norn.lock.LockHandle;
import norn.lock.ResetDetector;
import norn.phase.InternalSignals;
import norn.phase.PhaseHandle;
import norn.phase.PhaseInput;
import norn.phase.PhaseResult;
import norn.plan.DeploymentStart;
import norn.plan.Plan;
import norn.run.Clock;
import norn.run.FenceGrant;
import norn.run.OtherRuns;
import norn.runbook.PhaseName;
import norn.runbook.Step;
import norn.state.Journal;
import norn.state.PhaseOutcome;
import norn.state.Status;
import org.jspecify.annotations.Nullable;

/** Runs a deployment's phases as its children, each from what is known by then, and acts on what happens meanwhile. */
final class PhaseRunner {
    private final DeploymentStart start;
    private final DeploymentState state;
    private final MessageRouter router;
    private final PhaseControl control;
    private final EnvironmentOwnership ownership;
    private final Conclusion conclusion;
    private final ResetDetector resetDetector = new ResetDetector();
    /** How long the journals of earlier rollbacks were, to which nobody agreed. */
    private int rollbackEntries;

    PhaseRunner(
            DeploymentStart start,
            DeploymentState state,
            MessageRouter router,
            PhaseControl control,
            EnvironmentOwnership ownership,
            Conclusion conclusion) {
        this.start = start;
        this.state = state;
        this.router = router;
        this.control = control;
        this.ownership = ownership;
        this.conclusion = conclusion;
    }

    /** Terminates what an earlier run left behind, where this one was reset. */
    void endLeftoversOfReset() {
        var ids = new ArrayList<>(
                Arrays.stream(PhaseName.values()).map(PhaseHandle::id).toList());
        ids.addAll(List.of(LockHandle.environmentId(start.environment()), LockHandle.watchId(start.environment())));
        resetDetector.endLeftovers(ids);
    }

    /** Whether this run was reset. */
    boolean wasReset() {
        return resetDetector.wasReset();
    }

    /** Takes the environment for the day that runs, and tells it; the answer is empty, or why it cannot be had. */
    Optional<String> takeEnvironment() {
        var plan = state.plan();
        if (plan == null || control.running() != PhaseName.DEPLOYMENT_DAY) {
            return Optional.of("deployment-day does not run");
        }
        var refusal = ownership.takeForDay(plan);
        var day = PhaseHandle.id(PhaseName.DEPLOYMENT_DAY);
        if (refusal.isEmpty()) {
            OtherRuns.signal(day, InternalSignals.ENVIRONMENT_TAKEN, ownership.fenceGrant());
        } else {
            OtherRuns.signal(day, InternalSignals.ENVIRONMENT_REFUSED, refusal.get());
        }
        return refusal;
    }

    /** Runs a phase to its end; it does not start where the deployment is to stop. */
    PhaseOutcome run(Plan plan, PhaseName name) {
        endLeftoversOfReset();
        var stopped = control.stopReason();
        if (stopped.isPresent()) {
            return stopBeforehand(plan, name, stopped.get());
        }
        state.phaseStarted(name);
        return runToEnd(name, input(plan, name, null), null);
    }

    /** A phase that is not to begin: it does nothing but withdraw what people were notified of before it. */
    PhaseOutcome stopBeforehand(Plan plan, PhaseName name, String reason) {
        var outcome = PhaseOutcome.stopped(reason);
        var withdraws = plan.rules().withdrawsBeforeTheDay()
                && plan.runbook().phase(name).steps().stream().anyMatch(Step::isCompensation)
                && !state.journals().isEmpty();
        if (!withdraws) {
            return outcome;
        }
        state.phaseStarted(name);
        return runToEnd(name, input(plan, name, outcome), null);
    }

    /** Runs the rollback for that cause to its end. */
    PhaseOutcome rollBack(Plan plan, PhaseOutcome cause) {
        endLeftoversOfReset();
        rollbackEntries += state.entries(PhaseName.ROLLBACK).size();
        state.phaseStarted(PhaseName.ROLLBACK);
        return runToEnd(
                PhaseName.ROLLBACK, input(plan, PhaseName.ROLLBACK, cause).after(rollbackEntries), cause);
    }

    /** Resumes a phase after a rollback that nobody agreed to. */
    PhaseOutcome reopen(Plan plan, PhaseName name, String reason) {
        state.phaseReopened(name);
        var journal = new Journal(name, state.entries(name));
        return runToEnd(name, input(plan, name, null).reopened(journal, reason), null);
    }

    /** Whether the rollback has proven that the environment is as it was, and users are in again. */
    boolean isRolledBack() {
        return state.isRolledBack();
    }

    private PhaseInput input(Plan plan, PhaseName name, @Nullable PhaseOutcome cause) {
        var context = PhaseContext.of(name, Workflow.getInfo().getWorkflowId())
                .at(state.t0() == null ? start.t0() : state.t0(), goLiveAt(plan))
                .changed(hasChanged() || isChangedByWatched(plan))
                .withEarlyAttestations(router.takeEarlyAttestations(plan, name))
                .withEarlyDecisions(router.takeEarlyDecisions(plan, name))
                .withCause(cause)
                .withEarlierResults(EarlierResults.of(plan, name, state.journals()));
        var needsFence = name == PhaseName.DEPLOYMENT_DAY || name == PhaseName.ROLLBACK;
        return PhaseInput.start(plan, context, needsFence ? ownership.fenceGrant() : FenceGrant.none())
                .backTo(cause == null ? null : cause.to());
    }

    /** A run that has the watch alone lets nobody in: what it watches went live before it, at the latest when it began. */
    private @Nullable Instant goLiveAt(Plan plan) {
        var known = state.goLiveAt();
        var watched = plan.watched();
        if (known != null || watched == null) {
            return known;
        }
        return watched.goLiveAt() == null ? Clock.now() : watched.goLiveAt();
    }

    private static boolean isChangedByWatched(Plan plan) {
        var watched = plan.watched();
        return watched != null && watched.deployment() != null;
    }

    /** By this run as it knows itself, or by one before its reset, as the hosts know. */
    private boolean hasChanged() {
        return state.hasChanged() || ownership.hasChangedBefore();
    }

    private PhaseOutcome runToEnd(PhaseName name, PhaseInput input, @Nullable PhaseOutcome cause) {
        var phase = PhaseHandle.start(name, input);
        control.connect(name);
        if (name != PhaseName.ROLLBACK) {
            control.stopReason().ifPresent(control::stop);
        }
        while (!phase.isOver()) {
            ownership
                    .watch()
                    .await(() -> phase.isOver()
                            || control.hasPendingSignals()
                            || ownership.isLost()
                            || isNewlyRolledBack(cause)
                            || isNewlyChanged(name, input.plan())
                            || isNewlyLive());
            control.sendPendingSignals();
            if (ownership.isLost()) {
                ownership.regain(phase, input.plan(), () -> state.mayGoOnOnceLocked(name));
            }
            if (isNewlyChanged(name, input.plan())) {
                ownership.suspendEarlierWatch();
            }
            supersedeEarlierWatchOnceLive();
            concludeOnceRolledBack(cause);
        }
        control.disconnect(name + " is over");
        return outcome(name, phase);
    }

    private PhaseOutcome outcome(PhaseName name, PhaseHandle phase) {
        var result = phase.result();
        result.map(PhaseResult::unreported).ifPresent(state::add);
        state.phaseEnded();
        supersedeEarlierWatchOnceLive();
        if (name == PhaseName.PRE_DEPLOYMENT || name == PhaseName.DEPLOYMENT_DAY) {
            conclusion.saveRecord();
        }
        return result.map(PhaseResult::outcome)
                .or(() -> Optional.ofNullable(state.outcome(name)))
                .orElseGet(() -> ResultBuilder.ofTerminatedPhase(name, hasChanged(), state.goLiveAt() != null));
    }

    private boolean isNewlyChanged(PhaseName name, Plan plan) {
        return name == PhaseName.DEPLOYMENT_DAY
                && plan.rules().suspendsWatchAtFirstChange()
                && ownership.hasWatchToSuspend()
                && hasChanged();
    }

    private void supersedeEarlierWatchOnceLive() {
        if (isNewlyLive()) {
            ownership.supersedeEarlierWatch();
        }
    }

    private boolean isNewlyLive() {
        return ownership.hasEarlierWatch() && state.goLiveAt() != null;
    }

    /** Once a rollback is proven and users are in again, the environment is free and the status is final. */
    private void concludeOnceRolledBack(@Nullable PhaseOutcome cause) {
        if (cause != null && isNewlyRolledBack(cause)) {
            ownership.endDay();
            conclusion.conclude(new RunOutcome(Status.ROLLED_BACK, cause.reason()));
        }
    }

    private boolean isNewlyRolledBack(@Nullable PhaseOutcome cause) {
        return cause != null && !conclusion.isConcluded() && isRolledBack();
    }
}
