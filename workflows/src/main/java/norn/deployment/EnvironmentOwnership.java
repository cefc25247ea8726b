package norn.deployment;

import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import norn.engine.Command;
import norn.lock.Fencing;
import norn.lock.LockHandle;
import norn.phase.PhaseHandle;
import norn.phase.PhaseWorkflow;
import norn.plan.Plan;
import norn.run.ActivityCalls;
import norn.run.FenceGrant;
import norn.run.InspectRun;
import norn.run.OtherRuns;
import norn.run.Wait;
import norn.runbook.PhaseName;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment has of its environment: the lock with its fence, later the watch, and how it stands to the deployments before
 * and after it. To be used out of the reach of cancellation.
 */
final class EnvironmentOwnership {
    private static final Duration WATCH_RETRY_INTERVAL = Duration.ofSeconds(1);
    private static final int MAX_WATCH_TRIES = 30;
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(10);
    /** How often a watch that rests looks whether the one that it rests for is still there. */
    private static final Duration INSPECTION_INTERVAL = Duration.ofMinutes(2);

    private final String environment;
    private final MessageRouter router;
    private final LockHandle lock;
    private final LockHandle watch;
    private final EarlierWatch earlierWatch;
    private @Nullable String supersededBy;
    private @Nullable String suspendedFor;
    private FenceGrant fenceGrant = new FenceGrant(0, false);

    EnvironmentOwnership(String environment, String release, MessageRouter router) {
        this.environment = environment;
        this.router = router;
        lock = LockHandle.ofEnvironment(environment, release);
        watch = LockHandle.ofWatch(environment, release);
        earlierWatch = new EarlierWatch(environment);
    }

    /** Takes the environment for D-Day, and lets the watch before rest; who has it, where another has. */
    Optional<String> acquire() {
        var taken = lock.acquire();
        if (taken.isPresent()) {
            return taken.map(InspectRun.RunInspection::holderText);
        }
        earlierWatch.suspend();
        return Optional.empty();
    }

    /** Takes the fence: orders of holders before are refused from now on. */
    void takeFence(Plan plan) {
        fenceGrant = Fencing.take(plan);
    }

    /** D-Day is over: the watch before goes on, if it is still there, and the environment is free. */
    void endDay() {
        earlierWatch.endSuspension();
        lock.release();
    }

    /** Gives the environment back. */
    void release() {
        lock.release();
    }

    /** What its orders bear. */
    long fenceNumber() {
        return fenceGrant.fence();
    }

    /** Whether a run of this deployment before its reset has changed the world, as the hosts know. */
    boolean hasChangedBefore() {
        return fenceGrant.changed();
    }

    /** Whether somebody ended the lock. */
    boolean isLost() {
        return lock.isLost();
    }

    /** Which deployment has gone live since; null: none. */
    @Nullable
    String supersededBy() {
        return supersededBy;
    }

    /** Whether the deployment before still watches, although this one has gone live. */
    boolean hasEarlierWatch() {
        return earlierWatch.isSuspended();
    }

    /** Ends the watch before: this deployment has gone live. */
    void supersedeEarlierWatch() {
        earlierWatch.supersede();
    }

    /** The watch before ends within moments of this go-live; one that does not is no reason not to watch. */
    void takeWatch() {
        for (var tries = 0; tries < MAX_WATCH_TRIES && watch.acquire().isPresent(); tries++) {
            Wait.during(WATCH_RETRY_INTERVAL, "until the watch before has ended");
        }
    }

    void releaseWatch() {
        watch.release();
    }

    /**
     * Takes the environment back for a rollback: while another has it, people are paged, and the rollback waits. False where that one
     * went live meanwhile, so that there is nothing to take back.
     */
    boolean takeForRollback(Plan plan, String reason) {
        router.disconnect("the rollback waits for the lock");
        var calls = new ActivityCalls(plan, Workflow.getInfo().getWorkflowId(), PhaseName.ROLLBACK, 0);
        var pages = 1_000;
        for (var taken = lock.acquire(); taken.isPresent(); taken = lock.acquire()) {
            if (supersededBy != null) {
                return false;
            }
            if (pages % 60 == 40) {
                calls.page(
                        new Command.Page(
                                "lock",
                                "A rollback of %s waits (%s): %s holds the environment."
                                        .formatted(
                                                environment, reason, taken.get().holderText())),
                        pages);
            }
            pages++;
            Wait.until(() -> supersededBy != null, RETRY_INTERVAL, "until the lock is tried again");
        }
        if (supersededBy != null) {
            return false;
        }
        fenceGrant = Fencing.takeOrWait(plan);
        return true;
    }

    /** A lock that somebody ended is taken again before anything else; while another has it, nothing new begins. */
    void regain(PhaseHandle phase, Plan plan) {
        var taken = lock.acquire();
        if (taken.isEmpty()) {
            return;
        }
        router.signalPhase(PhaseWorkflow.SUSPEND, taken.get().holderText());
        router.sendPendingSignals();
        while (!phase.isOver() && lock.acquire().isPresent()) {
            Wait.until(
                    () -> phase.isOver() || router.hasPendingSignals(),
                    RETRY_INTERVAL,
                    "until the lock is tried again");
            router.sendPendingSignals();
        }
        if (lock.isLost()) {
            return;
        }
        fenceGrant = Fencing.takeOrWait(plan); // whoever had the lock meanwhile has raised it
        router.signalPhase(PhaseWorkflow.FENCE, fenceGrant.fence());
        router.signalPhase(PhaseWorkflow.END_SUSPENSION, taken.get().holderText());
        router.sendPendingSignals();
    }

    /** Waits; while the phase rests for another deployment, that one's end is news too. */
    void await(Supplier<Boolean> condition) {
        var other = suspendedFor;
        if (other == null) {
            Workflow.await(() -> condition.get() || suspendedFor != null);
        } else if (!Wait.until(
                        () -> condition.get() || suspendedFor == null,
                        INSPECTION_INTERVAL,
                        "until the holder is looked at again")
                && OtherRuns.inspect(LockHandle.environmentId(environment)).free()) {
            endSuspension(other);
        }
    }

    /** Another deployment is about to change the environment: the watch rests. */
    void suspend(String by) {
        suspendedFor = by;
        router.signalPhase(PhaseWorkflow.SUSPEND, by);
    }

    /** That one has not gone live. */
    void endSuspension(String by) {
        suspendedFor = null;
        router.signalPhase(PhaseWorkflow.END_SUSPENSION, by);
    }

    /** Another deployment has gone live: this one's watch is over. */
    void supersede(String by) {
        supersededBy = by;
        suspendedFor = null;
        router.signalPhase(PhaseWorkflow.STOP, "superseded by " + by);
    }
}
