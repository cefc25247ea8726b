package norn.deployment;

import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import norn.engine.Command;
import norn.plan.Plan;
import norn.runbook.PhaseName;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment has of its environment: the lock with its fence, later the watch, and how it stands to the deployments before
 * and after it. To be used out of the reach of cancellation.
 */
final class Tenure {
    private static final Duration BETWEEN_WATCH_TRIES = Duration.ofSeconds(1);
    private static final int MOST_WATCH_TRIES = 30;
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(10);
    /** How often a watch that rests looks whether the one that it rests for is still there. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(2);

    private final String environment;
    private final Switchboard switchboard;
    private final LockHolder lock;
    private final LockHolder watch;
    private final EarlierWatch earlier;
    private @Nullable String supersededBy;
    private @Nullable String restsFor;
    private Hold hold = new Hold(0, false);

    Tenure(String environment, String release, Switchboard switchboard) {
        this.environment = environment;
        this.switchboard = switchboard;
        lock = LockHolder.ofEnvironment(environment, release);
        watch = LockHolder.ofWatch(environment, release);
        earlier = new EarlierWatch(environment);
    }

    /** Takes the environment for D-Day, and lets the watch before rest; who has it, where another has. */
    Optional<String> begin() {
        var taken = lock.acquire();
        if (taken.isPresent()) return taken.map(LookAtRun.Seen::who);
        earlier.hold();
        return Optional.empty();
    }

    /** Takes the fence: orders of holders before are refused from now on. */
    void fence(Plan plan) {
        hold = Fencing.take(plan);
    }

    /** D-Day is over: the watch before goes on, if it is still there, and the environment is free. */
    void end() {
        earlier.goOn();
        lock.release();
    }

    /** Gives the environment back. */
    void release() {
        lock.release();
    }

    /** What its orders bear. */
    long fenceNumber() {
        return hold.fence();
    }

    /** Whether a run of this deployment before its reset has changed the world, as the hosts know. */
    boolean hasChangedBefore() {
        return hold.changed();
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
    boolean hasEarlier() {
        return earlier.isHeld();
    }

    /** Ends the watch before: this deployment has gone live. */
    void supersedeEarlier() {
        earlier.supersede();
    }

    /** The watch before ends within moments of this go-live; one that does not is no reason not to watch. */
    void takeWatch() {
        for (var tries = 0; tries < MOST_WATCH_TRIES && watch.acquire().isPresent(); tries++)
            Wait.during(BETWEEN_WATCH_TRIES, "until the watch before has ended");
    }

    void releaseWatch() {
        watch.release();
    }

    /**
     * Takes the environment back for a rollback: while another has it, people are paged, and the rollback waits. False where that one
     * went live meanwhile, so that there is nothing to take back.
     */
    boolean takeForRollback(Plan plan, String reason) {
        switchboard.disconnect("the rollback waits for the lock");
        var calls = new ActivityCalls(plan, Workflow.getInfo().getWorkflowId(), PhaseName.ROLLBACK, 0);
        var pages = 1_000;
        for (var taken = lock.acquire(); taken.isPresent(); taken = lock.acquire()) {
            if (supersededBy != null) return false;
            if (pages % 60 == 40)
                calls.page(
                        new Command.Page(
                                "lock",
                                "A rollback of %s waits (%s): %s holds the environment."
                                        .formatted(
                                                environment, reason, taken.get().who())),
                        pages);
            pages++;
            Wait.until(() -> supersededBy != null, BETWEEN_TRIES, "until the lock is tried again");
        }
        if (supersededBy != null) return false;
        hold = Fencing.insist(plan);
        return true;
    }

    /** A lock that somebody ended is taken again before anything else; while another has it, nothing new begins. */
    void regain(PhaseChild child, Plan plan) {
        var taken = lock.acquire();
        if (taken.isEmpty()) return;
        switchboard.toPhase(PhaseWorkflow.HOLD, taken.get().who());
        switchboard.runErrands();
        while (!child.isOver() && lock.acquire().isPresent()) {
            Wait.until(
                    () -> child.isOver() || switchboard.hasErrands(), BETWEEN_TRIES, "until the lock is tried again");
            switchboard.runErrands();
        }
        if (lock.isLost()) return;
        hold = Fencing.insist(plan); // whoever had the lock meanwhile has raised it
        switchboard.toPhase(PhaseWorkflow.FENCE, hold.fence());
        switchboard.toPhase(PhaseWorkflow.GO_ON, taken.get().who());
        switchboard.runErrands();
    }

    /** Waits; while the phase rests for another deployment, that one's end is news too. */
    void await(Supplier<Boolean> news) {
        var other = restsFor;
        if (other == null) Workflow.await(() -> news.get() || restsFor != null);
        else if (!Wait.until(() -> news.get() || restsFor == null, BETWEEN_LOOKS, "until the holder is looked at again")
                && Runs.look(LockHolder.environmentId(environment)).free()) goOn(other);
    }

    /** Another deployment is about to change the environment: the watch rests. */
    void rest(String by) {
        restsFor = by;
        switchboard.toPhase(PhaseWorkflow.HOLD, by);
    }

    /** That one has not gone live. */
    void goOn(String by) {
        restsFor = null;
        switchboard.toPhase(PhaseWorkflow.GO_ON, by);
    }

    /** Another deployment has gone live: this one's watch is over. */
    void supersede(String by) {
        supersededBy = by;
        restsFor = null;
        switchboard.toPhase(PhaseWorkflow.STOP, "superseded by " + by);
    }
}
