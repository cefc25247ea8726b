package norn.deployment;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import norn.phase.InternalSignals;
import norn.phase.PhaseHandle;
import norn.run.Clock;
import norn.run.OtherRuns;
import norn.runbook.PhaseName;
import org.jspecify.annotations.Nullable;

/**
 * Which phase of a deployment runs, whether the deployment is to stop, and the signals to the phase. Handlers leave signals to the
 * deployment's main thread, which sends them in their order.
 */
final class PhaseControl {
    private final Deque<Runnable> pendingSignals = new ArrayDeque<>();
    private @Nullable PhaseName running;
    private String idleReason = "the plan is being made";
    private Instant idleSince = Clock.now();
    private @Nullable String stopReason;

    /** That phase runs from now on. */
    void connect(PhaseName phase) {
        running = phase;
    }

    /** No phase runs now, for that reason. */
    void disconnect(String why) {
        running = null;
        idleReason = why;
        idleSince = Clock.now();
    }

    /** The phase that runs; null: none. */
    @Nullable
    PhaseName running() {
        return running;
    }

    /** Since when no phase has run, if none does. */
    Instant idleSince() {
        return idleSince;
    }

    /** Why no phase runs. */
    String idleReason() {
        return idleReason;
    }

    /** Stops the deployment where it stands, like a NO_GO. */
    void stop(String reason) {
        if (stopReason == null) {
            stopReason = reason;
        }
        signal(InternalSignals.STOP, reason);
    }

    /** Why the deployment is to stop where it stands; empty: it is not. */
    Optional<String> stopReason() {
        return Optional.ofNullable(stopReason);
    }

    /** Leaves a signal for the phase that runs when it is sent. */
    void signal(String signal, Object argument) {
        pendingSignals.add(() -> {
            if (running != null) {
                OtherRuns.signal(PhaseHandle.id(running), signal, argument);
            }
        });
    }

    boolean hasPendingSignals() {
        return !pendingSignals.isEmpty();
    }

    /** Sends what was left; by the main thread alone. */
    void sendPendingSignals() {
        while (!pendingSignals.isEmpty()) {
            pendingSignals.remove().run();
        }
    }
}
