package norn.lock;

import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import norn.run.InspectRun;
import norn.run.Limits;
import norn.run.OtherRuns;
import norn.run.RunIds;
import norn.run.Wait;
import org.jspecify.annotations.Nullable;

/**
 * Holds an environment by a child that has the lock's id: the server lets only one such run be open. To be used out of the reach
 * of cancellation.
 */
public final class LockHandle {
    /** The signal by which the holder frees the environment. */
    static final String RELEASE = "release";

    private final String id;
    private final Map<String, Object> lockInput = new LinkedHashMap<>();
    private @Nullable Promise<Void> lock;

    private LockHandle(String id, String release) {
        this.id = id;
        lockInput.put("holder", Workflow.getInfo().getWorkflowId());
        lockInput.put("release", release);
    }

    /** The lock of those who are about to change the environment. */
    public static LockHandle ofEnvironment(String environment, String release) {
        return new LockHandle(environmentId(environment), release);
    }

    /** The lock of the deployment that watches the environment. */
    public static LockHandle ofWatch(String environment, String release) {
        return new LockHandle(watchId(environment), release);
    }

    /** The id of the first. */
    public static String environmentId(String environment) {
        return RunIds.environmentLock(environment);
    }

    /** The id of the second. */
    public static String watchId(String environment) {
        return RunIds.watchLock(environment);
    }

    /** Takes the lock, unless another holds it: the answer is empty, or names the holder. */
    public Optional<InspectRun.RunInspection> acquire() {
        for (var tries = 0; ; tries++) {
            var stub = Workflow.newUntypedChildWorkflowStub("EnvironmentLock", options());
            Promise<Void> running = stub.executeAsync(Void.class, lockInput);
            running.handle((nothing, ended) -> null); // its end is read when it matters
            try {
                stub.getExecution().get();
                lock = running;
                return Optional.empty();
            } catch (ChildWorkflowFailure taken) {
                var inspection = OtherRuns.inspect(id);
                if (!inspection.free() || tries >= Limits.MAX_FREED_IDS) {
                    return Optional.of(inspection);
                }
            }
        }
    }

    private ChildWorkflowOptions options() {
        return ChildWorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_TERMINATE)
                .setStaticSummary("held by " + Workflow.getInfo().getWorkflowId())
                .setStaticDetails("The lock of this environment. It ends with its holder.")
                .build();
    }

    /** Whether it is held. */
    public boolean isHeld() {
        return lock != null && !lock.isCompleted();
    }

    /** Whether somebody ended the lock although it is held. */
    public boolean isLost() {
        return lock != null && lock.isCompleted();
    }

    /** Releases the lock, and waits until it is free. */
    public void release() {
        var held = lock;
        lock = null;
        if (held == null || held.isCompleted()) {
            return;
        }
        // By its id, not as this run's child: after a reset it may be an earlier run's.
        if (OtherRuns.signal(id, RELEASE) && !held.isCompleted()) {
            Wait.until(held::isCompleted, Limits.RELEASE_TIMEOUT, "until the lock is free");
        }
    }
}
