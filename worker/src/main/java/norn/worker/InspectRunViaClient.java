package norn.worker;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowTargetOptions;
import java.util.Optional;
import norn.run.InspectRun;
import org.slf4j.LoggerFactory;

/** Looks at runs by Temporal's client, and ends those that belong to nobody any more. */
final class InspectRunViaClient implements InspectRun {
    private static final RunInspection FREE = new RunInspection(true, false, null);

    private final WorkflowClient client;

    InspectRunViaClient(WorkflowClient client) {
        this.client = client;
    }

    @Override
    public RunInspection inspect(InspectionRequest request) {
        var run = describe(request.id());
        if (run.isEmpty() || !isOpen(run.get())) {
            return FREE;
        }
        if (!run.get().hasParentExecution()) {
            return new RunInspection(false, false, null);
        }
        var parent = run.get().getParentExecution();
        if (parent.getWorkflowId().equals(request.requester())) {
            if (parent.getRunId().equals(request.requesterRun())) {
                return new RunInspection(false, true, request.requester());
            }
            return end(run.get(), "left behind by an earlier run of " + request.requester());
        }
        // Asked by its id alone: after a reset the holder's newest run is the one that counts.
        var holder = describe(parent.getWorkflowId());
        if (holder.isEmpty() || !isOpen(holder.get())) {
            return end(run.get(), "its holder %s is closed".formatted(parent.getWorkflowId()));
        }
        return new RunInspection(false, false, parent.getWorkflowId());
    }

    private RunInspection end(WorkflowExecutionInfo run, String reason) {
        var execution = run.getExecution();
        LoggerFactory.getLogger(InspectRunViaClient.class)
                .info("event=ended-left-behind run={} reason={}", execution.getWorkflowId(), reason);
        try {
            client.newUntypedWorkflowStub(WorkflowTargetOptions.newBuilder()
                            .setWorkflowId(execution.getWorkflowId())
                            .setRunId(execution.getRunId())
                            .build())
                    .terminate(reason);
        } catch (WorkflowNotFoundException ended) {
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
            if (failure.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw failure;
        }
    }
}
