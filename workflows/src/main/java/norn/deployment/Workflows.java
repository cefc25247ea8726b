package norn.deployment;

import io.temporal.common.converter.DataConverterException;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkflowImplementationOptions;
import norn.lock.EnvironmentLockImpl;
import norn.phase.DeploymentDayImpl;
import norn.phase.PostDeploymentImpl;
import norn.phase.PreDeploymentImpl;

/** The workflow types, in one place. */
public final class Workflows {
    private Workflows() {}

    /** Lets the worker run them. Input that cannot be read at all fails a run at once, instead of retrying its task for ever. */
    public static void registerIn(Worker worker) {
        worker.registerWorkflowImplementationTypes(
                WorkflowImplementationOptions.newBuilder()
                        .setFailWorkflowExceptionTypes(DataConverterException.class)
                        .build(),
                TYPES);
        worker.registerWorkflowImplementationTypes(NoSuchWorkflow.class);
    }

    private static final Class<?>[] TYPES = {
        DeploymentImpl.class,
        PreDeploymentImpl.class,
        DeploymentDayImpl.class,
        PostDeploymentImpl.class,
        RollbackImpl.class,
        EnvironmentLockImpl.class
    };
}
