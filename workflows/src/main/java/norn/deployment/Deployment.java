package norn.deployment;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import norn.run.Queries;
import norn.run.Result;
import org.jspecify.annotations.Nullable;

/** The whole run: one release, in one environment, from preparation to the end of its first week. */
@WorkflowInterface
public interface Deployment extends Queries {
    /**
     * Deploys; {@code start} is one JSON object such as <code>{"release":"v1.0.0","environment":"production"}</code>, and
     * {@code surplus} is null, since nothing else is to be sent.
     */
    @WorkflowMethod(name = "Deployment")
    Result deploy(@Nullable RawValue start, @Nullable RawValue surplus);
}
