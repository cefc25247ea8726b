package norn.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TerminatedFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import norn.files.LenientJson;
import norn.run.NornActivities;
import norn.run.Result;
import norn.runbook.PhaseName;
import norn.state.Status;

/**
 * A rollback that a deployment was ordered to do, followed to its outcome: the deployment's final status, which comes before its
 * run closes; or that nobody agreed to the cost of the rollback, and the deployment goes on.
 */
final class DelegatedRollback {
    private static final int POLL_INTERVAL_SECONDS = 2;
    /** The deployment may have started it before this was followed. */
    private static final Duration START_TOLERANCE = Duration.ofSeconds(5);

    /** How long the deployment may take to begin. */
    private static final Duration BEGIN_TIMEOUT = Duration.ofSeconds(30);

    private final WorkflowStub deployment;
    private final String id;
    private final Instant ordered;

    DelegatedRollback(WorkflowStub deployment, String id, Instant ordered) {
        this.deployment = deployment;
        this.id = id;
        this.ordered = ordered;
    }

    /** Waits for it; {@code heartbeat} gets the deployment's id at every poll. */
    Result outcome(Consumer<String> heartbeat) {
        var followedSince = System.nanoTime();
        var begun = false;
        while (true) {
            heartbeat.accept(id);
            try {
                return deployment.getResult(POLL_INTERVAL_SECONDS, TimeUnit.SECONDS, Result.class);
            } catch (TimeoutException stillOpen) {
                var checklist = checklist();
                var known = result(checklist);
                if (known.isPresent()) {
                    return known.get();
                }
                if (isDeclined(checklist)) {
                    return declined(checklist);
                }
                begun |= isRollback(checklist.path("phase"));
                if (!begun && System.nanoTime() - followedSince > BEGIN_TIMEOUT.toNanos()) {
                    throw FailureConverter.nonRetryable(
                            NornActivities.NO_PROGRESS,
                            "it has accepted the order, and has not begun within %d s: it is %s"
                                    .formatted(
                                            BEGIN_TIMEOUT.toSeconds(),
                                            checklist.path("status").asText()));
                }
            } catch (WorkflowFailedException failed) {
                if (failed.getCause() instanceof ApplicationFailure reported
                        && reported.getDetails().getSize() > 0) {
                    return reported.getDetails().get(0, Result.class);
                }
                // A terminated run answers no query.
                var known =
                        failed.getCause() instanceof TerminatedFailure ? Optional.<Result>empty() : result(checklist());
                return known.orElseThrow(() -> FailureConverter.nonRetryable(
                        "NoResult", id + " ended without a result: " + failed.getMessage()));
            }
        }
    }

    private JsonNode checklist() {
        return deployment.query("checklist", JsonNode.class);
    }

    private static Optional<Result> result(JsonNode checklist) {
        var result = checklist.path("result");
        return result.isObject() ? Optional.of(LenientJson.value(result, Result.class)) : Optional.empty();
    }

    /** Whether a rollback has started since the order, and the deployment is back in the phase that it interrupted. */
    private boolean isDeclined(JsonNode checklist) {
        if (isRollback(checklist.path("phase"))) {
            return false;
        }
        for (var step : checklist.path("steps")) {
            if (isRollback(step.path("phase"))
                    && step.path("startedAt").isTextual()
                    && Instant.parse(step.path("startedAt").asText()).isAfter(ordered.minus(START_TOLERANCE))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRollback(JsonNode phase) {
        return phase.asText().equals(PhaseName.ROLLBACK.id());
    }

    private Result declined(JsonNode checklist) {
        return Result.withoutChange(
                Status.ABANDONED,
                checklist.path("environment").asText(),
                checklist.path("release").asText(),
                checklist.path("previousRelease").textValue(),
                ordered,
                Instant.parse(checklist.path("asOf").asText()),
                "nobody agreed to the rollback; %s goes on".formatted(id));
    }
}
