package norn.deployment;

import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowLock;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import norn.lock.FenceNotTaken;
import norn.lock.Fencing;
import norn.lock.LockHandle;
import norn.phase.InternalSignals;
import norn.phase.PhaseHandle;
import norn.plan.Plan;
import norn.run.FenceGrant;
import norn.run.InspectRun;
import norn.run.Limits;
import norn.run.RetryInterval;
import norn.run.Wait;

/**
 * What a deployment holds of its environment: the lock with its fence, and later the watch. To be used out of the reach of
 * cancellation.
 */
final class EnvironmentOwnership {
    private final String environment;
    private final PhaseControl control;
    private final LockHandle lock;
    private final OwnWatch watch;
    private final EarlierWatch earlierWatch;
    /** A GO may come while an earlier one is taking the environment, and the day may end meanwhile. */
    private final WorkflowLock taking = Workflow.newWorkflowLock();

    private FenceGrant fenceGrant = FenceGrant.none();
    private final LockPages pages = new LockPages();

    EnvironmentOwnership(String environment, String release, PhaseControl control) {
        this.environment = environment;
        this.control = control;
        lock = LockHandle.ofEnvironment(environment, release);
        watch = new OwnWatch(environment, release, control);
        earlierWatch = new EarlierWatch(environment);
    }

    /**
     * Takes lock and fence for D-Day: hosts refuse the orders of holders before from now on. The answer is empty, or says why they cannot
     * be had; then nothing is held.
     */
    Optional<String> takeForDay(Plan plan) {
        taking.lock();
        try {
            return lock.isHeld() ? confirm(plan) : takeLockAndFence(plan);
        } finally {
            taking.unlock();
        }
    }

    /** Asks every host whether it is there, and still knows of no later holder. */
    private Optional<String> confirm(Plan plan) {
        try {
            Fencing.confirm(plan, fenceGrant.fence());
            return Optional.empty();
        } catch (FenceNotTaken notThere) {
            return Optional.of(notThere.reason());
        }
    }

    private Optional<String> takeLockAndFence(Plan plan) {
        var holder = lock.acquire().map(InspectRun.RunInspection::holderText);
        if (holder.isPresent()) {
            return Optional.of("%s is held by %s".formatted(environment, holder.get()));
        }
        if (!plan.rules().suspendsWatchAtFirstChange()) {
            earlierWatch.suspend();
        }
        try {
            fenceGrant = Fencing.take(plan);
            return Optional.empty();
        } catch (FenceNotTaken notTaken) {
            if (plan.rules().locksAtStartOfDay()) {
                lock.release();
            }
            return Optional.of(notTaken.reason());
        }
    }

    /** What the fence came to. */
    FenceGrant fenceGrant() {
        return fenceGrant;
    }

    /** Takes the fence anew: hosts refuse this deployment's own orders of before, too. */
    void raiseFence(Plan plan) {
        fenceGrant = Fencing.takeToGoOn(plan);
    }

    /** D-Day is over: the watch before is resumed, if it is still there, and the environment is free. */
    void endDay() {
        taking.lock();
        try {
            earlierWatch.endSuspension();
            lock.release();
        } finally {
            taking.unlock();
        }
    }

    /** Suspends the watch before, once: this deployment makes its first change. */
    void suspendEarlierWatch() {
        if (!earlierWatch.isSettled()) {
            earlierWatch.suspend();
        }
    }

    /** Whether the watch before is still to be suspended. */
    boolean hasWatchToSuspend() {
        return !earlierWatch.isSettled();
    }

    /** Frees the environment. */
    void release() {
        lock.release();
    }

    /** Whether the hosts know that a run of this deployment before its reset may have changed the environment. */
    boolean hasChangedBefore() {
        return fenceGrant.changed();
    }

    /** Whether somebody ended the lock. */
    boolean isLost() {
        return lock.isLost();
    }

    /** This deployment's watch. */
    OwnWatch watch() {
        return watch;
    }

    /** Whether the deployment before still watches. */
    boolean hasEarlierWatch() {
        return earlierWatch.isSuspended();
    }

    /** Ends the watch before: this deployment has gone live. */
    void supersedeEarlierWatch() {
        earlierWatch.supersede();
    }

    /**
     * Takes the lock and the fence for a rollback: while another holds the environment, people are paged, and the rollback waits.
     * False where that one went live meanwhile, so that there is nothing to roll back.
     */
    boolean takeForRollback(Plan plan, String reason) {
        control.disconnect("the rollback waits for the lock");
        var tries = new RetryInterval(Limits.LOCK_RETRY_INTERVAL);
        pages.begin();
        for (var taken = lock.acquire(); taken.isPresent() && !watch.isSuperseded(); taken = lock.acquire()) {
            pages.rollbackWaits(plan, reason, taken.get());
            Wait.until(watch::isSuperseded, tries.next(), "until the lock is tried again");
        }
        if (watch.isSuperseded()) {
            return false;
        }
        raiseFence(plan);
        return true;
    }

    /**
     * Takes a lock again that somebody ended; while another holds it, the phase is suspended, and people are paged. It goes on once
     * {@code mayGoOn}, as people answered.
     */
    void regain(PhaseHandle phase, Plan plan, BooleanSupplier mayGoOn) {
        var taken = lock.acquire();
        if (taken.isEmpty()) {
            return;
        }
        if (plan.rules().asksWhenLockIsTaken()) {
            askAndRegain(phase, plan, taken.get(), mayGoOn);
        } else {
            regainUnasked(phase, plan, taken);
        }
    }

    private void askAndRegain(PhaseHandle phase, Plan plan, InspectRun.RunInspection first, BooleanSupplier mayGoOn) {
        var holder = first.holderText();
        control.signal(InternalSignals.LOCK_LOST, holder);
        control.sendPendingSignals();
        var tries = new RetryInterval(Limits.LOCK_RETRY_INTERVAL);
        pages.begin();
        while (!phase.isOver()) {
            var taken = lock.isLost() ? lock.acquire() : Optional.<InspectRun.RunInspection>empty();
            var isAnswered = mayGoOn.getAsBoolean();
            if (taken.isEmpty() && isAnswered) {
                raiseFence(plan); // whoever had the lock meanwhile has raised it
                control.signal(InternalSignals.FENCE_TAKEN, fenceGrant);
                control.signal(InternalSignals.LOCK_REGAINED, holder);
                control.sendPendingSignals();
                return;
            }
            pages.lockIsTaken(plan, holder, taken.isEmpty());
            Wait.until(
                    () -> phase.isOver() || control.hasPendingSignals() || mayGoOn.getAsBoolean() != isAnswered,
                    tries.next(),
                    "until the lock is tried again");
            control.sendPendingSignals();
        }
    }

    private void regainUnasked(PhaseHandle phase, Plan plan, Optional<InspectRun.RunInspection> first) {
        var taken = first;
        var holder = taken.map(InspectRun.RunInspection::holderText).orElse("");
        control.signal(InternalSignals.SUSPEND, holder);
        control.sendPendingSignals();
        var tries = new RetryInterval(Limits.LOCK_RETRY_INTERVAL);
        pages.begin();
        while (!phase.isOver() && taken.isPresent()) {
            pages.lockIsLost(plan, taken.get());
            taken = lock.acquire();
            if (taken.isPresent()) {
                Wait.until(
                        () -> phase.isOver() || control.hasPendingSignals(),
                        tries.next(),
                        "until the lock is tried again");
                control.sendPendingSignals();
            }
        }
        if (lock.isLost()) {
            return;
        }
        raiseFence(plan); // whoever had the lock meanwhile has raised it
        control.signal(InternalSignals.FENCE, fenceGrant.fence());
        control.signal(InternalSignals.END_SUSPENSION, holder);
        control.sendPendingSignals();
    }
}
