package norn.phase;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.WorkflowInit;
import org.jspecify.annotations.Nullable;

/** The phase as {@link PhaseWorkflow} runs it. */
public final class PreDeploymentImpl extends PhaseWorkflow implements PreDeployment {
    /** Called by Temporal, before any message. */
    @WorkflowInit
    public PreDeploymentImpl(@Nullable RawValue input) {
        super(input);
    }

    @Override
    public PhaseResult run(RawValue input) {
        return execute();
    }
}
