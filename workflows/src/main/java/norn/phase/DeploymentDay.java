package norn.phase;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import norn.run.Queries;

/** D-Day: from its first gate until users are in again. A child of {@code Deployment}. */
@WorkflowInterface
public interface DeploymentDay extends Queries {
    /** Runs the phase; {@code input} is a {@link PhaseInput}. */
    @WorkflowMethod(name = "DeploymentDay")
    PhaseResult run(RawValue input);
}
