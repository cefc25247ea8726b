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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Inspects runs by Temporal's client, and terminates those that belong to nobody any more. */
final class InspectRunViaClient implements InspectRun {
    private static final Logger LOG = LoggerFactory.getLogger(InspectRunViaClient.class);

    private final WorkflowClient client;

    InspectRunViaClient(WorkflowClient client) {
        this.client = client;
    }

    @Override
    public RunInspection inspect(InspectionRequest request) {
        var run = describe(request.id());
        if (run.isEmpty() || !isOpen(run.get())) {
            return RunInspection.nobody();
        }
        if (!run.get().hasParentExecution()) {
            return RunInspection.startedByHand();
        }
        var parent = run.get().getParentExecution();
        if (parent.getWorkflowId().equals(request.requester())) {
            if (parent.getRunId().equals(request.requesterRun())) {
                return RunInspection.ownedBy(request.requester());
            }
            return terminate(run.get(), "left behind by an earlier run of " + request.requester());
        }
        // Described by its id alone: after a reset the holder's newest run is the one that counts.
        var holder = describe(parent.getWorkflowId());
        if (holder.isEmpty() || !isOpen(holder.get())) {
            return terminate(run.get(), "its holder %s is closed".formatted(parent.getWorkflowId()));
        }
        return RunInspection.heldBy(parent.getWorkflowId());
    }

    private RunInspection terminate(WorkflowExecutionInfo run, String reason) {
        var execution = run.getExecution();
        LOG.info("event=leftover-terminated run={} reason={}", execution.getWorkflowId(), reason);
        try {
            client.newUntypedWorkflowStub(WorkflowTargetOptions.newBuilder()
                            .setWorkflowId(execution.getWorkflowId())
                            .setRunId(execution.getRunId())
                            .build())
                    .terminate(reason);
        } catch (WorkflowNotFoundException ended) {
            LOG.info("event=leftover-ended-by-itself run={}", execution.getWorkflowId());
        }
        return RunInspection.nobody();
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
