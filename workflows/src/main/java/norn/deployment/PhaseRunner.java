package norn.deployment;

import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import norn.engine.EarlierResults;
import norn.engine.PhaseContext;
import norn.lock.LockHandle;
import norn.lock.ResetDetector;
import norn.phase.PhaseHandle;
import norn.phase.PhaseInput;
import norn.phase.ProgressFilter;
import norn.plan.DeploymentStart;
import norn.plan.Plan;
import norn.runbook.PhaseName;
import norn.state.Journal;
import norn.state.PhaseOutcome;
import norn.state.Status;
import org.jspecify.annotations.Nullable;

/** Runs a deployment's phases as its children, each from what is known by then, and minds what happens meanwhile. */
final class PhaseRunner {
    private final DeploymentStart start;
    private final DeploymentState state;
    private final MessageRouter router;
    private final EnvironmentOwnership ownership;
    private final Conclusion conclusion;
    private final ResetDetector resetDetector = new ResetDetector();

    PhaseRunner(
            DeploymentStart start,
            DeploymentState state,
            MessageRouter router,
            EnvironmentOwnership ownership,
            Conclusion conclusion) {
        this.start = start;
        this.state = state;
        this.router = router;
        this.ownership = ownership;
        this.conclusion = conclusion;
    }

    /** Ends what an earlier run left behind, where this one was reset. */
    void endLeftoversOfReset() {
        resetDetector.endLeftovers(ids());
    }

    /** Runs a phase to its end; {@code cause} is what a rollback is for. */
    PhaseOutcome run(Plan plan, PhaseName name, @Nullable PhaseOutcome cause) {
        endLeftoversOfReset();
        var stopped = router.stopReason();
        if (stopped != null && name != PhaseName.ROLLBACK) {
            return PhaseOutcome.stopped(stopped);
        }
        state.phaseStarted(name);
        return runToEnd(name, input(plan, name, cause), cause);
    }

    /** The phase goes on where it was, after a rollback that nobody agreed to. */
    PhaseOutcome reopen(Plan plan, PhaseName name, String reason) {
        state.phaseReopened(name);
        var entries = state.entries(name);
        var input = input(plan, name, null);
        var reopened = new PhaseInput(
                input.plan(), input.context(), input.fence(), new Journal(name, entries), entries.size(), null, reason);
        return runToEnd(name, reopened, null);
    }

    /** Whether the rollback has proven that the world is as it was. */
    boolean isProven() {
        var plan = state.plan();
        return plan != null
                && ProgressFilter.hasProof(plan.runbook().phase(PhaseName.ROLLBACK), state.entries(PhaseName.ROLLBACK));
    }

    private PhaseOutcome runToEnd(PhaseName name, PhaseInput input, @Nullable PhaseOutcome cause) {
        var phase = PhaseHandle.start(name, input);
        router.connect(name);
        if (router.stopReason() != null && name != PhaseName.ROLLBACK) {
            router.stop(router.stopReason());
        }
        while (!phase.isOver()) {
            ownership.await(() -> phase.isOver()
                    || router.hasPendingSignals()
                    || ownership.isLost()
                    || isNewlyProven(cause)
                    || isNewlyLive());
            router.sendPendingSignals();
            if (ownership.isLost()) {
                ownership.regain(phase, input.plan());
            }
            if (isNewlyLive()) {
                ownership.supersedeEarlierWatch();
            }
            if (cause != null && isNewlyProven(cause)) {
                ownership.endDay();
                conclusion.conclude(new RunOutcome(Status.ROLLED_BACK, cause.reason()));
            }
        }
        router.disconnect(name + " is over");
        var result = phase.result();
        if (result != null) {
            state.add(result.unreported());
        }
        state.phaseEnded(name);
        if (isNewlyLive()) {
            ownership.supersedeEarlierWatch();
        }
        if (name == PhaseName.PRE_DEPLOYMENT || name == PhaseName.DEPLOYMENT_DAY) {
            conclusion.saveRecord();
        }
        var outcome = result == null ? state.outcome(name) : result.outcome();
        return outcome == null
                ? ResultBuilder.ofTerminatedPhase(name, hasChanged(), state.goLiveAt() != null)
                : outcome;
    }

    private boolean isNewlyProven(@Nullable PhaseOutcome cause) {
        return cause != null && state.result() == null && isProven();
    }

    private boolean isNewlyLive() {
        return ownership.hasEarlierWatch() && state.goLiveAt() != null;
    }

    private PhaseInput input(Plan plan, PhaseName name, @Nullable PhaseOutcome cause) {
        var t0 = state.t0() == null ? start.t0() : state.t0();
        var context = PhaseContext.of(name, Workflow.getInfo().getWorkflowId())
                .at(t0, state.goLiveAt())
                .changed(hasChanged())
                .withEarlyAttestations(router.takeEarlyAttestations(plan, name))
                .withCause(cause)
                .withEarlierResults(EarlierResults.of(plan, name, state.journals()));
        var needsFence = name == PhaseName.DEPLOYMENT_DAY || name == PhaseName.ROLLBACK;
        var to = cause == null ? null : cause.to();
        return new PhaseInput(
                plan.only(name).backTo(to), context, needsFence ? ownership.fenceNumber() : 0, null, 0, to, null);
    }

    /** By this run as it knows itself, or by one before its reset, as the hosts know. */
    private boolean hasChanged() {
        return state.hasChanged() || ownership.hasChangedBefore();
    }

    private List<String> ids() {
        var ids = new ArrayList<>(
                Arrays.stream(PhaseName.values()).map(PhaseHandle::id).toList());
        ids.add(LockHandle.environmentId(start.environment()));
        ids.add(LockHandle.watchId(start.environment()));
        return ids;
    }
}
