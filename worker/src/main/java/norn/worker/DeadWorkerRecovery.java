package norn.worker;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.ResetStickyTaskQueueRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.WorkflowClient;
import java.util.List;
import java.util.Optional;
import norn.run.TaskQueues;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fails the activities that dead workers of this host left behind, so that they are tried again at once instead of after their
 * heartbeat timeout. So a killed worker costs no more than its restart.
 */
final class DeadWorkerRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(DeadWorkerRecovery.class);

    private final WorkflowClient client;
    private final String namespace;

    DeadWorkerRecovery(WorkflowClient client) {
        this.client = client;
        namespace = client.getOptions().getNamespace();
    }

    /**
     * Fails what they left.
     *
     * @param alsoWorkflows send the next tasks of the runs to any worker, instead of waiting for the one that had the last
     */
    void recover(boolean alsoWorkflows) {
        try {
            for (var run : openRuns()) {
                recoverIfOpen(run, alsoWorkflows);
            }
        } catch (StatusRuntimeException later) { // the heartbeat timeout does the same
            LOG.warn("event=dead-worker-recovery-failed reason={}", later.getMessage());
        }
    }

    /** A run that has closed a moment ago may still be listed. */
    private void recoverIfOpen(WorkflowExecution run, boolean alsoWorkflows) {
        try {
            recover(run, alsoWorkflows);
        } catch (StatusRuntimeException failure) {
            if (failure.getStatus().getCode() != Status.Code.NOT_FOUND) {
                throw failure;
            }
        }
    }

    private List<WorkflowExecution> openRuns() {
        var query = "ExecutionStatus = 'Running' AND TaskQueue = '%s'".formatted(TaskQueues.NORN);
        try (var runs = client.listExecutions(query)) {
            return runs.map(run -> run.getExecution()).toList();
        }
    }

    private void recover(WorkflowExecution run, boolean alsoWorkflows) {
        if (alsoWorkflows) {
            server().resetStickyTaskQueue(ResetStickyTaskQueueRequest.newBuilder()
                    .setNamespace(namespace)
                    .setExecution(run)
                    .build());
        }
        var description = server().describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                .setNamespace(namespace)
                .setExecution(run)
                .build());
        for (var activity : description.getPendingActivitiesList()) {
            if (activity.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED
                    && WorkerIdentity.isOfDeadProcess(activity.getLastWorkerIdentity())) {
                recover(run, activity);
            }
        }
    }

    private void recover(WorkflowExecution run, PendingActivityInfo activity) {
        LOG.info(
                "event=activity-recovered run={} activity={} worker={}",
                run.getWorkflowId(),
                activity.getActivityType().getName(),
                activity.getLastWorkerIdentity());
        try {
            client.newActivityCompletionClient()
                    .completeExceptionally(
                            run.getWorkflowId(),
                            Optional.of(run.getRunId()),
                            activity.getActivityId(),
                            HandingOver.failure());
        } catch (ActivityCompletionException endedAlready) {
            LOG.info("event=activity-ended-already run={} activity={}", run.getWorkflowId(), activity.getActivityId());
        }
    }

    private WorkflowServiceBlockingStub server() {
        return client.getWorkflowServiceStubs().blockingStub();
    }
}
