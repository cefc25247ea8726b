package norn.phase;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import norn.run.Queries;

/** The first hours, days and the week after go-live. A child of {@code Deployment}. */
@WorkflowInterface
public interface PostDeployment extends Queries {
    /** Runs the phase; {@code input} is a {@link PhaseInput}. */
    @WorkflowMethod(name = "PostDeployment")
    PhaseResult run(RawValue input);
}
