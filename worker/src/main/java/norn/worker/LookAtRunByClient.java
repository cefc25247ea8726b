package norn.worker;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import java.util.Optional;
import norn.deployment.LookAtRun;
import org.slf4j.LoggerFactory;

/** Looks at runs by Temporal's client, and ends those that belong to nobody any more. */
final class LookAtRunByClient implements LookAtRun {
    private static final Seen FREE = new Seen(true, false, null);

    private final WorkflowClient client;

    LookAtRunByClient(WorkflowClient client) {
        this.client = client;
    }

    @Override
    public Seen look(Look look) {
        var run = describe(look.id());
        if (run.isEmpty() || !isOpen(run.get())) return FREE;
        if (!run.get().hasParentExecution()) return new Seen(false, false, null);
        var parent = run.get().getParentExecution();
        if (parent.getWorkflowId().equals(look.asker())) {
            if (parent.getRunId().equals(look.askerRun())) return new Seen(false, true, look.asker());
            return end(run.get(), "left behind by an earlier run of " + look.asker());
        }
        // Asked by its id alone: after a reset the holder's newest run is the one that counts.
        var holder = describe(parent.getWorkflowId());
        if (holder.isEmpty() || !isOpen(holder.get()))
            return end(run.get(), "its holder %s is closed".formatted(parent.getWorkflowId()));
        return new Seen(false, false, parent.getWorkflowId());
    }

    private Seen end(WorkflowExecutionInfo run, String reason) {
        var execution = run.getExecution();
        LoggerFactory.getLogger(LookAtRunByClient.class)
                .info("event=ended-left-behind run={} reason={}", execution.getWorkflowId(), reason);
        try {
            client.newUntypedWorkflowStub(io.temporal.client.WorkflowTargetOptions.newBuilder()
                            .setWorkflowId(execution.getWorkflowId())
                            .setRunId(execution.getRunId())
                            .build())
                    .terminate(reason);
        } catch (io.temporal.client.WorkflowNotFoundException ended) {
            return FREE;
        }
        return FREE;
    }

    private static boolean isOpen(WorkflowExecutionInfo run) {
        return run.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    }

    private Optional<WorkflowExecutionInfo> describe(String id) {
        try {
            return Optional.of(client.getWorkflowServiceStubs()
                    .blockingStub()
                    .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                            .setNamespace(client.getOptions().getNamespace())
                            .setExecution(WorkflowExecution.newBuilder().setWorkflowId(id))
                            .build())
                    .getWorkflowExecutionInfo());
        } catch (StatusRuntimeException failure) {
            if (failure.getStatus().getCode() == Status.Code.NOT_FOUND) return Optional.empty();
            throw failure;
        }
    }
}
