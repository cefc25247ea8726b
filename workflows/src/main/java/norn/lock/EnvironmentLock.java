package norn.lock;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/** Nothing but the lock: while a run with this id is open, nobody else may change the environment. */
@WorkflowInterface
public interface EnvironmentLock {
    /** Runs until it is released; the input is for people to read. */
    @WorkflowMethod(name = "EnvironmentLock")
    void hold(@Nullable RawValue holder);

    /** Its holder needs it no more. */
    @SignalMethod(name = LockHandle.RELEASE, description = "The holder's own signal: frees the environment. {}")
    void release();
}
