package norn.lock;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/** The lock: it waits until it is released. */
public final class EnvironmentLockImpl implements EnvironmentLock {
    private boolean released;

    @Override
    public void hold(@Nullable RawValue holder) {
        Workflow.setCurrentDetails("**Held by** %s\n\nEnds with its holder, or when its holder releases it."
                .formatted(Workflow.getInfo()
                        .getParentWorkflowId()
                        .orElse("somebody who started it by hand: end it to free the environment")));
        Workflow.await(() -> released);
    }

    @Override
    public void release() {
        released = true;
    }
}
