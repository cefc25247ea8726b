package norn.deployment;

import io.temporal.workflow.Workflow;
import norn.lock.LockHandle;
import norn.phase.PhaseWorkflow;
import norn.run.OtherRuns;
import org.jspecify.annotations.Nullable;

/** The deployment before, which still watches the environment that is about to be changed. */
final class EarlierWatch {
    private final String environment;
    private @Nullable String deployment;

    EarlierWatch(String environment) {
        this.environment = environment;
    }

    /** Lets it rest, if there is one. */
    void suspend() {
        var inspection = OtherRuns.inspect(LockHandle.watchId(environment));
        deployment = inspection.free() ? null : inspection.holder();
        if (deployment != null) {
            OtherRuns.signal(deployment, PhaseWorkflow.SUSPEND, ownId());
        }
    }

    boolean isSuspended() {
        return deployment != null;
    }

    /** Ends it: this deployment has gone live. */
    void supersede() {
        if (deployment != null) {
            OtherRuns.signal(deployment, DeploymentFlow.SUPERSEDE, ownId());
        }
        deployment = null;
    }

    /** Lets it go on: this deployment has not gone live. */
    void endSuspension() {
        if (deployment != null) {
            OtherRuns.signal(deployment, PhaseWorkflow.END_SUSPENSION, ownId());
        }
        deployment = null;
    }

    private static String ownId() {
        return Workflow.getInfo().getWorkflowId();
    }
}
