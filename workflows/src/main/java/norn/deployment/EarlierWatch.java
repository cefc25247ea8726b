package norn.deployment;

import io.temporal.workflow.Workflow;
import norn.lock.LockHandle;
import norn.phase.InternalSignals;
import norn.run.OtherRuns;
import org.jspecify.annotations.Nullable;

/** The watch of the deployment before, in the environment that this one is about to change. */
final class EarlierWatch {
    private final String environment;
    private @Nullable String deployment;
    private boolean asked;

    EarlierWatch(String environment) {
        this.environment = environment;
    }

    /** Suspends it, if there is one. */
    void suspend() {
        asked = true;
        var inspection = OtherRuns.inspect(LockHandle.watchId(environment));
        deployment = inspection.free() ? null : inspection.holder();
        if (deployment != null) {
            OtherRuns.signal(deployment, InternalSignals.SUSPEND, ownId());
        }
    }

    /** Whether it was looked for already. */
    boolean isSettled() {
        return asked;
    }

    boolean isSuspended() {
        return deployment != null;
    }

    /** Ends it: this deployment has gone live. */
    void supersede() {
        if (deployment != null) {
            OtherRuns.signal(deployment, InternalSignals.SUPERSEDE, ownId());
        }
        deployment = null;
    }

    /** Resumes it: this deployment has not gone live. */
    void endSuspension() {
        if (deployment != null) {
            OtherRuns.signal(deployment, InternalSignals.END_SUSPENSION, ownId());
        }
        deployment = null;
    }

    private static String ownId() {
        return Workflow.getInfo().getWorkflowId();
    }
}
