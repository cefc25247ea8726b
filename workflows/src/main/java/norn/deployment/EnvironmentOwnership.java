package norn.deployment;

import java.util.Optional;
import norn.engine.Command;
import norn.lock.Fencing;
import norn.lock.LockHandle;
import norn.phase.InternalSignals;
import norn.phase.PhaseHandle;
import norn.plan.Plan;
import norn.run.ActivityCalls;
import norn.run.Clock;
import norn.run.FenceGrant;
import norn.run.InspectRun;
import norn.run.Limits;
import norn.run.Wait;

/**
 * What a deployment holds of its environment: the lock with its fence, and later the watch. To be used out of the reach of
 * cancellation.
 */
final class EnvironmentOwnership {
    /** Pages of one run differ in their numbers; those of its phases start at 1. */
    private static final int FIRST_PAGE_NUMBER = 1_000;

    private final String environment;
    private final PhaseControl control;
    private final LockHandle lock;
    private final OwnWatch watch;
    private final EarlierWatch earlierWatch;
    private FenceGrant fenceGrant = FenceGrant.none();

    EnvironmentOwnership(String environment, String release, PhaseControl control) {
        this.environment = environment;
        this.control = control;
        lock = LockHandle.ofEnvironment(environment, release);
        watch = new OwnWatch(environment, release, control);
        earlierWatch = new EarlierWatch(environment);
    }

    /** Takes the lock for D-Day, and suspends the watch before. The answer is empty, or names who holds the environment. */
    Optional<String> acquire() {
        var holder = lock.acquire().map(InspectRun.RunInspection::holderText);
        if (holder.isEmpty()) {
            earlierWatch.suspend();
        }
        return holder;
    }

    /** Takes the fence: hosts refuse orders of holders before from now on. */
    void takeFence(Plan plan) {
        fenceGrant = Fencing.take(plan);
    }

    /** Takes the fence anew: hosts refuse this deployment's own orders of before, too. */
    void raiseFence(Plan plan) {
        fenceGrant = Fencing.takeOrWait(plan);
    }

    /** D-Day is over: the watch before is resumed, if it is still there, and the environment is free. */
    void endDay() {
        earlierWatch.endSuspension();
        lock.release();
    }

    /** Frees the environment. */
    void release() {
        lock.release();
    }

    /** The number that its orders bear. */
    long fenceNumber() {
        return fenceGrant.fence();
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
        var calls = ActivityCalls.whileWaiting(plan);
        var page = FIRST_PAGE_NUMBER;
        var nextPageAt = Clock.now();
        for (var taken = lock.acquire(); taken.isPresent() && !watch.isSuperseded(); taken = lock.acquire()) {
            if (!Clock.now().isBefore(nextPageAt)) {
                calls.page(waitsForLock(reason, taken.get()), page++);
                nextPageAt = nextPageAt.plus(Limits.LOCK_PAGE_INTERVAL);
            }
            Wait.until(watch::isSuperseded, Limits.LOCK_RETRY_INTERVAL, "until the lock is tried again");
        }
        if (watch.isSuperseded()) {
            return false;
        }
        fenceGrant = Fencing.takeOrWait(plan);
        return true;
    }

    private Command.Page waitsForLock(String reason, InspectRun.RunInspection holder) {
        return new Command.Page(
                "lock",
                "A rollback of %s waits (%s): %s holds the environment."
                        .formatted(environment, reason, holder.holderText()));
    }

    /** Takes a lock again that somebody ended; while another holds it, the phase is suspended. */
    void regain(PhaseHandle phase, Plan plan) {
        var taken = lock.acquire();
        if (taken.isEmpty()) {
            return;
        }
        var holder = taken.get().holderText();
        control.signal(InternalSignals.SUSPEND, holder);
        control.sendPendingSignals();
        while (!phase.isOver() && lock.acquire().isPresent()) {
            Wait.until(
                    () -> phase.isOver() || control.hasPendingSignals(),
                    Limits.LOCK_RETRY_INTERVAL,
                    "until the lock is tried again");
            control.sendPendingSignals();
        }
        if (lock.isLost()) {
            return;
        }
        fenceGrant = Fencing.takeOrWait(plan); // whoever had the lock meanwhile has raised it
        control.signal(InternalSignals.FENCE, fenceGrant.fence());
        control.signal(InternalSignals.END_SUSPENSION, holder);
        control.sendPendingSignals();
    }
}
