package norn.client;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;

/** Messages to a deployment, sent as updates: accepted, or refused with the reason. */
public final class Messages {
    private static final int MAX_BYTES = 64 * 1024;
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(45);

    private final Connection connection;

    /** Sent over that connection. */
    public Messages(Connection connection) {
        this.connection = connection;
    }

    /**
     * Sends a message and waits for the answer.
     *
     * @throws MessageRefused if the deployment does not take it
     * @throws MessageUnanswered if nobody says anything
     * @throws CommandFailed if it cannot be delivered
     */
    public Answer send(String deployment, String name, Map<String, Object> payload) {
        var size = Json.line(payload).getBytes(StandardCharsets.UTF_8).length;
        if (size > MAX_BYTES) {
            throw CommandFailed.usage(
                    "the message is %d KB long; a deployment takes at most 64 KB".formatted(size / 1024),
                    "Put the text where people can open it, and give its address.");
        }
        var answer = CompletableFuture.supplyAsync(
                () -> connection.workflow(deployment).update(name, JsonNode.class, payload), Messages::onItsOwn);
        try {
            var tree = answer.get(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(
                    tree.path("accepted").asBoolean(true), tree.path("status").asText("RUNNING"));
        } catch (ExecutionException failed) {
            throw undelivered(deployment, failed.getCause() == null ? failed : failed.getCause());
        } catch (TimeoutException silent) {
            throw unanswered(deployment, silent);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(ExitCode.UNAVAILABLE, "stopped before %s answered".formatted(deployment), null);
        }
    }

    private static void onItsOwn(Runnable call) {
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
            return CommandFailed.usage(
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
                                .formatted(deployment, Connection.TASK_QUEUE),
                "Start a worker with './norn worker', and look with './norn status'.",
                cause);
    }

    /** Whether a worker has asked for workflow tasks lately; the server remembers one for minutes after its end. */
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
                        .setTaskQueue(TaskQueue.newBuilder().setName(Connection.TASK_QUEUE))
                        .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW)
                        .build())
                .getPollersList();
    }

    /** The command of Temporal's own CLI that sends the same. */
    public static String command(String deployment, String name, Map<String, Object> payload) {
        return "temporal workflow update execute --workflow-id %s --name %s --input '%s'"
                .formatted(deployment, name, Json.line(payload).replace("'", "'\\''"));
    }
}
