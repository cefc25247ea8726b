package norn.deployment;

import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import norn.engine.EarlierResults;
import norn.engine.PhaseContext;
import norn.lock.LockHandle;
import norn.lock.ResetDetector;
import norn.phase.PhaseHandle;
import norn.phase.PhaseInput;
import norn.phase.PhaseResult;
import norn.phase.ProgressFilter;
import norn.plan.DeploymentStart;
import norn.plan.Plan;
import norn.runbook.PhaseName;
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

    /** Runs a phase to its end; it does not start where the deployment is to stop. */
    PhaseOutcome run(Plan plan, PhaseName name) {
        endLeftoversOfReset();
        var stopped = control.stopReason();
        if (stopped.isPresent()) {
            return PhaseOutcome.stopped(stopped.get());
        }
        state.phaseStarted(name);
        return runToEnd(name, input(plan, name, null), null);
    }

    /** Runs the rollback for that cause to its end. */
    PhaseOutcome rollBack(Plan plan, PhaseOutcome cause) {
        endLeftoversOfReset();
        state.phaseStarted(PhaseName.ROLLBACK);
        return runToEnd(PhaseName.ROLLBACK, input(plan, PhaseName.ROLLBACK, cause), cause);
    }

    /** Resumes a phase after a rollback that nobody agreed to. */
    PhaseOutcome reopen(Plan plan, PhaseName name, String reason) {
        state.phaseReopened(name);
        var journal = new Journal(name, state.entries(name));
        return runToEnd(name, input(plan, name, null).reopened(journal, reason), null);
    }

    /** Whether the rollback has proven that the environment is as it was. */
    boolean isProven() {
        var plan = state.plan();
        return plan != null
                && ProgressFilter.hasProof(plan.runbook().phase(PhaseName.ROLLBACK), state.entries(PhaseName.ROLLBACK));
    }

    private PhaseInput input(Plan plan, PhaseName name, @Nullable PhaseOutcome cause) {
        var context = PhaseContext.of(name, Workflow.getInfo().getWorkflowId())
                .at(state.t0() == null ? start.t0() : state.t0(), state.goLiveAt())
                .changed(hasChanged())
                .withEarlyAttestations(router.takeEarlyAttestations(plan, name))
                .withCause(cause)
                .withEarlierResults(EarlierResults.of(plan, name, state.journals()));
        var needsFence = name == PhaseName.DEPLOYMENT_DAY || name == PhaseName.ROLLBACK;
        return PhaseInput.start(plan, context, needsFence ? ownership.fenceNumber() : 0)
                .backTo(cause == null ? null : cause.to());
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
                            || isNewlyProven(cause)
                            || isNewlyLive());
            control.sendPendingSignals();
            if (ownership.isLost()) {
                ownership.regain(phase, input.plan());
            }
            supersedeEarlierWatchOnceLive();
            concludeOnceProven(cause);
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

    private void supersedeEarlierWatchOnceLive() {
        if (isNewlyLive()) {
            ownership.supersedeEarlierWatch();
        }
    }

    private boolean isNewlyLive() {
        return ownership.hasEarlierWatch() && state.goLiveAt() != null;
    }

    /** With the proof of a rollback the environment is free and the status is final. */
    private void concludeOnceProven(@Nullable PhaseOutcome cause) {
        if (cause != null && isNewlyProven(cause)) {
            ownership.endDay();
            conclusion.conclude(new RunOutcome(Status.ROLLED_BACK, cause.reason()));
        }
    }

    private boolean isNewlyProven(@Nullable PhaseOutcome cause) {
        return cause != null && !conclusion.isConcluded() && isProven();
    }
}
