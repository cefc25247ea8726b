package norn.deployment;

import io.temporal.workflow.Workflow;
import java.util.function.Supplier;
import norn.lock.LockHandle;
import norn.phase.InternalSignals;
import norn.run.Limits;
import norn.run.OtherRuns;
import norn.run.RetryInterval;
import norn.run.Wait;
import org.jspecify.annotations.Nullable;

/**
 * A deployment's watch of its environment, and what the deployments after it do to it: it is suspended while one of them changes the
 * environment, and superseded once that one has gone live.
 */
final class OwnWatch {
    private final String environment;
    private final LockHandle lock;
    private final PhaseControl control;
    private @Nullable String suspendedBy;
    private RetryInterval inspections = new RetryInterval(Limits.INSPECTION_INTERVAL);
    private @Nullable String supersededBy;

    OwnWatch(String environment, String release, PhaseControl control) {
        this.environment = environment;
        this.control = control;
        lock = LockHandle.ofWatch(environment, release);
    }

    /** Takes the watch over. The one before ends within moments of this go-live; one that does not is no reason not to watch. */
    void take() {
        for (var tries = 0; tries < Limits.MAX_WATCH_TRIES && lock.acquire().isPresent(); tries++) {
            Wait.during(Limits.WATCH_RETRY_INTERVAL, "until the watch before has ended");
        }
    }

    void release() {
        lock.release();
    }

    /** Another deployment is about to change the environment. */
    void suspend(String by) {
        suspendedBy = by;
        inspections = new RetryInterval(Limits.INSPECTION_INTERVAL);
        control.signal(InternalSignals.SUSPEND, by);
    }

    /** That one has not gone live. */
    void endSuspension(String by) {
        suspendedBy = null;
        control.signal(InternalSignals.END_SUSPENSION, by);
    }

    /** Another deployment has gone live: this watch is over. */
    void supersede(String by) {
        supersededBy = by;
        suspendedBy = null;
        control.signal(InternalSignals.STOP, "superseded by " + by);
    }

    boolean isSuperseded() {
        return supersededBy != null;
    }

    /** Which deployment has gone live since; null: none. */
    @Nullable
    String supersededBy() {
        return supersededBy;
    }

    /** Waits for the condition. While the watch is suspended, the end of the deployment that suspended it resumes it. */
    void await(Supplier<Boolean> condition) {
        var other = suspendedBy;
        if (other == null) {
            Workflow.await(() -> condition.get() || suspendedBy != null);
        } else if (!Wait.until(
                        () -> condition.get() || suspendedBy == null,
                        inspections.next(),
                        "until the holder is inspected again")
                && OtherRuns.inspect(LockHandle.environmentId(environment)).free()) {
            endSuspension(other);
        }
    }
}
