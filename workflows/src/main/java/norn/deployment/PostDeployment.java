package norn.deployment;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** The first hours, days and the week after go-live. A child of {@link Deployment}. */
@WorkflowInterface
public interface PostDeployment extends Views {
    /** Runs the phase; {@code input} is a {@link PhaseInput}. */
    @WorkflowMethod(name = "PostDeployment")
    PhaseResult run(RawValue input);
}
