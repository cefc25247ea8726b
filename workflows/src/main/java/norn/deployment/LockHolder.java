package norn.deployment;

import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds an environment by a child with the lock's id: the server lets only one such run be open. To be used out of the reach of
 * cancellation.
 */
final class LockHolder {
    private static final int MOST_TRIES = 20;
    private static final Duration LONGEST_RELEASE = Duration.ofSeconds(10);

    private final String id;
    private final Map<String, Object> about = new LinkedHashMap<>();
    private @Nullable Promise<Void> lock;

    private LockHolder(String id, String release) {
        this.id = id;
        about.put("holder", Workflow.getInfo().getWorkflowId());
        about.put("release", release);
    }

    /** The lock of those who are about to change the environment. */
    static LockHolder ofEnvironment(String environment, String release) {
        return new LockHolder(environmentId(environment), release);
    }

    /** The lock of the deployment that watches the environment. */
    static LockHolder ofWatch(String environment, String release) {
        return new LockHolder(watchId(environment), release);
    }

    static String environmentId(String environment) {
        return "norn/" + environment;
    }

    static String watchId(String environment) {
        return "norn/" + environment + "/watch";
    }

    /** Takes the lock; empty once it is held, else who holds it. */
    Optional<LookAtRun.Seen> acquire() {
        for (var tries = 0; ; tries++) {
            var stub = Workflow.newUntypedChildWorkflowStub("EnvironmentLock", options());
            Promise<Void> running = stub.executeAsync(Void.class, about);
            running.handle((nothing, ended) -> null); // its end is looked at when it matters
            try {
                stub.getExecution().get();
                lock = running;
                return Optional.empty();
            } catch (ChildWorkflowFailure taken) {
                var seen = Runs.look(id);
                if (!seen.free() || tries >= MOST_TRIES) return Optional.of(seen);
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

    boolean isHeld() {
        return lock != null;
    }

    /** Whether somebody ended the lock that is held. */
    boolean isLost() {
        return lock != null && lock.isCompleted();
    }

    /** Gives the lock up, and waits until it is free. */
    void release() {
        var held = lock;
        lock = null;
        if (held == null || held.isCompleted()) return;
        // By its id, not as this run's child: after a reset it may be an earlier run's.
        if (Runs.signal(id, "release") && !held.isCompleted())
            Wait.until(held::isCompleted, LONGEST_RELEASE, "until the lock is free");
    }
}
