package norn.phase;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import norn.run.Queries;

/** The days and weeks before D-Day. A child of {@code Deployment}. */
@WorkflowInterface
public interface PreDeployment extends Queries {
    /** Runs the phase; {@code input} is a {@link PhaseInput}. */
    @WorkflowMethod(name = "PreDeployment")
    PhaseResult run(RawValue input);
}
