package norn.client;

import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import norn.files.LenientJson;
import norn.message.Messages.MessageAnswer;
import norn.run.TaskQueues;

/** Sends messages to deployments, as updates: each is accepted, or refused with the reason. */
public final class MessageSender implements MessageTarget {
    private static final int MAX_BYTES = 64 * 1024;
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(45);

    private final Connection connection;

    /** Sends over that connection. */
    public MessageSender(Connection connection) {
        this.connection = connection;
    }

    @Override
    public MessageAnswer send(String deployment, OutgoingMessage message) {
        var size = LenientJson.line(message.payload()).getBytes(StandardCharsets.UTF_8).length;
        if (size > MAX_BYTES) {
            throw RequestFailed.invalid(
                    "the message has %d KB; a deployment takes at most 64 KB".formatted(size / 1024),
                    "Put the text where people can open it, and send its address.");
        }
        var answer = CompletableFuture.supplyAsync(
                () -> connection.workflow(deployment).update(message.name(), MessageAnswer.class, message.payload()),
                MessageSender::inDaemonThread);
        try {
            return answer.get(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw undelivered(deployment, failed.getCause() == null ? failed : failed.getCause());
        } catch (TimeoutException noAnswer) {
            throw unanswered(deployment, noAnswer);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw RequestFailed.unavailable(
                    "stopped before %s answered".formatted(deployment), "See with './norn status' whether it arrived.");
        }
    }

    private static void inDaemonThread(Runnable call) {
        var thread = new Thread(call, "message");
        thread.setDaemon(true);
        thread.start();
    }

    private RuntimeException undelivered(String deployment, Throwable cause) {
        if (cause instanceof WorkflowUpdateException) {
            for (var inner = cause; inner != null; inner = inner.getCause()) {
                if (inner instanceof ApplicationFailure failure) {
                    return new MessageRefused(failure.getType(), failure.getOriginalMessage(), cause);
                }
            }
            return new MessageRefused("Refused", String.valueOf(cause.getMessage()), cause);
        }
        if (cause instanceof WorkflowNotFoundException) {
            return RequestFailed.invalid(
                    deployment + ": no such deployment is running", "'./norn status' lists those that are.");
        }
        return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }

    private MessageUnanswered unanswered(String deployment, Throwable cause) {
        return new MessageUnanswered(
                hasWorker()
                        ? "%s did not answer within %d s; the message may still arrive"
                                .formatted(deployment, ANSWER_TIMEOUT.toSeconds())
                        : "%s cannot answer: no worker serves the task queue %s; the message waits for one"
                                .formatted(deployment, TaskQueues.NORN),
                "Start a worker with './norn worker', then see './norn status'.",
                cause);
    }

    /** Whether a worker has polled for workflow tasks lately; the server remembers one for minutes after its end. */
    public boolean hasWorker() {
        return !workers().isEmpty();
    }

    /** Whether that very process has. */
    public boolean hasWorker(long pid) {
        return workers().stream().anyMatch(worker -> worker.getIdentity().startsWith(pid + "@"));
    }

    private List<PollerInfo> workers() {
        return connection
                .client()
                .getWorkflowServiceStubs()
                .blockingStub()
                .describeTaskQueue(DescribeTaskQueueRequest.newBuilder()
                        .setNamespace(connection.namespace())
                        .setTaskQueue(TaskQueue.newBuilder().setName(TaskQueues.NORN))
                        .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW)
                        .build())
                .getPollersList();
    }
}
