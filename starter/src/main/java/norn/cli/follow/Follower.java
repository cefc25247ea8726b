package norn.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;
import norn.client.Connection;
import norn.client.Json;
import norn.report.Checklist;
import org.jspecify.annotations.Nullable;

/** Follows one deployment: shows how it stands, lets people answer, and returns at its final status. */
public final class Follower {
    private static final Duration MIN_POLL_INTERVAL = Duration.ofMillis(50);
    private static final Duration MAX_POLL_INTERVAL = Duration.ofMillis(400);
    private static final Duration NO_ANSWER_TOLERANCE = Duration.ofSeconds(3);

    private final Connection connection;
    private final ChecklistQueries checklists;
    private final String deployment;
    private final ProgressView view;
    private final Answers answers;
    private Duration pause = MIN_POLL_INTERVAL;
    private Instant lastHeard = Instant.now();
    private String lastStatus = "RUNNING";
    private @Nullable Checklist last;
    private @Nullable Instant finalSince;
    private boolean untilClosed;
    private @Nullable Duration noAnswerTimeout;

    /** Follows the newest run of that id. */
    public Follower(Connection connection, String deployment, ProgressView view, Answers answers) {
        this.connection = connection;
        this.checklists = new ChecklistQueries(connection);
        this.deployment = deployment;
        this.view = view;
        this.answers = answers;
    }

    /** Goes on at a final status, until the run is closed: a rolled-back one stays open for what follows a rollback. */
    public Follower untilClosed() {
        untilClosed = true;
        return this;
    }

    /** Gives up where nothing is heard of the deployment for so long; otherwise it never does. */
    public Follower givingUpAfter(Duration timeout) {
        noAnswerTimeout = timeout;
        return this;
    }

    /**
     * Follows it to the end.
     *
     * @throws InterruptedException if this thread is no longer wanted; the deployment goes on
     * @throws CommandFailed if it was silent for too long
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
            view.end();
        }
    }

    /** How it stood when it was last asked; null where it never answered. */
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
        } catch (TimeoutException goesOn) {
            return null;
        }
    }

    private @Nullable Ending poll() {
        try {
            var tree = checklists.tree(deployment);
            var checklist = checklists.withNewestSteps(Json.read(tree, Checklist.class));
            lastHeard = Instant.now();
            lastStatus = checklist.status();
            last = checklist;
            view.show(checklist, Instant.now());
            if (!untilClosed && Ending.isFinal(lastStatus) && isSaved(tree.path("result"))) {
                return Ending.whileOpen(lastStatus, tree.path("result"));
            }
            var answered = answers.answer(checklist);
            pause = answered ? MIN_POLL_INTERVAL : longerPause();
        } catch (WorkflowException | StatusRuntimeException notNow) {
            pause = longerPause();
            var unanswered = Duration.between(lastHeard, Instant.now());
            if (unanswered.compareTo(NO_ANSWER_TOLERANCE) > 0) {
                view.noAnswer(NoAnswerReason.reason(notNow), Instant.now());
            }
            if (noAnswerTimeout != null && unanswered.compareTo(noAnswerTimeout) > 0) {
                throw noAnswerFor(unanswered, notNow);
            }
        }
        return null;
    }

    private CommandFailed noAnswerFor(Duration unanswered, Throwable last) {
        return new CommandFailed(
                ExitCode.UNAVAILABLE,
                "nothing was heard of %s for %s: %s"
                        .formatted(deployment, DurationText.inWords(unanswered), NoAnswerReason.reason(last)),
                null,
                last);
    }

    /** Whether the result is there with its report; where that cannot be kept, the result is after a while. */
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
            var checklist = Json.read(checklists.tree(deployment), Checklist.class);
            lastStatus = checklist.status();
            last = checklist;
            view.show(checklist, Instant.now());
        } catch (WorkflowException | StatusRuntimeException terminated) {
            view.noAnswer(NoAnswerReason.reason(terminated), Instant.now());
        }
    }

    private Duration longerPause() {
        var next = pause.multipliedBy(2);
        return next.compareTo(MAX_POLL_INTERVAL) > 0 ? MAX_POLL_INTERVAL : next;
    }
}
