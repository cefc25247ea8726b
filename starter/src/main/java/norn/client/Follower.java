package norn.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import norn.files.LenientJson;
import norn.report.Checklist;
import org.jspecify.annotations.Nullable;

/** Follows one deployment: reports its progress, gives the answers that it waits for, and returns at its final status. */
public final class Follower {
    private static final Duration MIN_POLL_INTERVAL = Duration.ofMillis(50);
    private static final Duration MAX_POLL_INTERVAL = Duration.ofMillis(400);
    private static final Duration NO_ANSWER_TOLERANCE = Duration.ofSeconds(3);

    private final Connection connection;
    private final ChecklistQueries checklists;
    private final String deployment;
    private final ProgressListener listener;
    private final Answers answers;
    private Duration pause = MIN_POLL_INTERVAL;
    private Instant lastAnswer = Instant.now();
    private String lastStatus = "RUNNING";
    private @Nullable Checklist last;
    private @Nullable Instant finalSince;
    private boolean untilClosed;
    private @Nullable Duration noAnswerTimeout;

    /** Follows the newest run of that id. */
    public Follower(Connection connection, String deployment, ProgressListener listener, Answers answers) {
        this.connection = connection;
        this.checklists = new ChecklistQueries(connection);
        this.deployment = deployment;
        this.listener = listener;
        this.answers = answers;
    }

    /** Does not stop at a final status, but when the run is closed: a rolled-back one stays open for what follows a rollback. */
    public Follower untilClosed() {
        untilClosed = true;
        return this;
    }

    /** Gives up when the deployment has not answered for so long; without this it never does. */
    public Follower givingUpAfter(Duration timeout) {
        noAnswerTimeout = timeout;
        return this;
    }

    /**
     * Follows the deployment to its end.
     *
     * @throws InterruptedException if this thread is interrupted; the deployment goes on
     * @throws RequestFailed if the deployment did not answer for too long
     */
    public Ending follow() throws InterruptedException {
        var result = connection.workflow(deployment).getResultAsync(JsonNode.class);
        try {
            while (true) {
                var ending = poll();
                if (ending != null) {
                    return ending;
                }
                var ended = ended(result);
                if (ended != null) {
                    return ended;
                }
            }
        } finally {
            result.cancel(true);
            listener.end();
        }
    }

    /** The last checklist; null where the deployment never answered. */
    public @Nullable Checklist last() {
        return last;
    }

    private @Nullable Ending ended(CompletableFuture<JsonNode> result) throws InterruptedException {
        try {
            var ending = Ending.of(result.get(pause.toMillis(), TimeUnit.MILLISECONDS));
            pollOnceMore();
            return ending;
        } catch (ExecutionException failed) {
            pollOnceMore();
            return Ending.of(failed.getCause() == null ? failed : failed.getCause(), lastStatus);
        } catch (TimeoutException stillOpen) {
            return null;
        }
    }

    private @Nullable Ending poll() {
        try {
            var tree = checklists.tree(deployment);
            var checklist = checklists.withNewestSteps(LenientJson.value(tree, Checklist.class));
            lastAnswer = Instant.now();
            report(checklist);
            if (!untilClosed && Ending.isFinal(lastStatus) && isSaved(tree.path("result"))) {
                return Ending.whileOpen(lastStatus, tree.path("result"));
            }
            var answered = answers.answer(checklist);
            pause = answered ? MIN_POLL_INTERVAL : longerPause();
        } catch (WorkflowException | StatusRuntimeException notNow) {
            pause = longerPause();
            var unanswered = Duration.between(lastAnswer, Instant.now());
            if (unanswered.compareTo(NO_ANSWER_TOLERANCE) > 0) {
                listener.noAnswer(NoAnswerReason.of(notNow), Instant.now());
            }
            if (noAnswerTimeout != null && unanswered.compareTo(noAnswerTimeout) > 0) {
                throw gaveUp(unanswered, notNow);
            }
        }
        return null;
    }

    private void report(Checklist checklist) {
        lastStatus = checklist.status();
        last = checklist;
        listener.checklist(checklist, Instant.now());
    }

    private RequestFailed gaveUp(Duration unanswered, Throwable last) {
        return new RequestFailed(
                RequestFailed.Kind.UNAVAILABLE,
                "%s has not answered for %d minutes: %s"
                        .formatted(deployment, unanswered.toMinutes(), NoAnswerReason.of(last)),
                "When server and worker run again, './norn watch --deployment %s' follows it.".formatted(deployment),
                last);
    }

    /** Whether the result is there with its report; where the report cannot be saved, the result is final after a while. */
    private boolean isSaved(JsonNode result) {
        if (!result.isObject()) {
            return false;
        }
        if (finalSince == null) {
            finalSince = Instant.now();
        }
        return result.path("report").isTextual()
                || Duration.between(finalSince, Instant.now()).compareTo(NO_ANSWER_TOLERANCE) > 0;
    }

    private void pollOnceMore() {
        try {
            report(LenientJson.value(checklists.tree(deployment), Checklist.class));
        } catch (WorkflowException | StatusRuntimeException terminated) {
            listener.noAnswer(NoAnswerReason.of(terminated), Instant.now());
        }
    }

    private Duration longerPause() {
        var next = pause.multipliedBy(2);
        return next.compareTo(MAX_POLL_INTERVAL) > 0 ? MAX_POLL_INTERVAL : next;
    }
}
