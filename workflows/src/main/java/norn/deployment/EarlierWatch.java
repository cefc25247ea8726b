package norn.deployment;

import io.temporal.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/** The deployment before, which still watches the environment that is about to be changed. */
final class EarlierWatch {
    private final String environment;
    private @Nullable String deployment;

    EarlierWatch(String environment) {
        this.environment = environment;
    }

    /** Lets it rest, if there is one. */
    void hold() {
        var seen = Runs.look(LockHolder.watchId(environment));
        deployment = seen.free() ? null : seen.holder();
        if (deployment != null) Runs.signal(deployment, PhaseWorkflow.HOLD, me());
    }

    boolean isHeld() {
        return deployment != null;
    }

    /** Ends it: this deployment has gone live. */
    void supersede() {
        if (deployment != null) Runs.signal(deployment, Course.SUPERSEDE, me());
        deployment = null;
    }

    /** Lets it go on: this deployment has not gone live. */
    void goOn() {
        if (deployment != null) Runs.signal(deployment, PhaseWorkflow.GO_ON, me());
        deployment = null;
    }

    private static String me() {
        return Workflow.getInfo().getWorkflowId();
    }
}
