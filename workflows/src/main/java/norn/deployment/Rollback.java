package norn.deployment;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import norn.phase.PhaseInput;
import norn.phase.PhaseResult;
import norn.run.Queries;
import norn.run.Result;
import org.jspecify.annotations.Nullable;

/** The emergency rollback: the fourth phase of a deployment, or started by a person, with no deployment running. */
@WorkflowInterface
public interface Rollback extends Queries {
    /**
     * Rolls the environment back. {@code start} is one JSON object such as
     * <code>{"environment":"production","reason":"…","by":"alice"}</code>, or, from a deployment, a {@link PhaseInput}; {@code surplus}
     * is null, since nothing else is to be sent.
     *
     * @return a {@link Result}; for a deployment, a {@link PhaseResult}
     */
    @WorkflowMethod(name = "Rollback")
    Object rollBack(@Nullable RawValue start, @Nullable RawValue surplus);
}
