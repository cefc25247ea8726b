package norn.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TerminatedFailure;
import io.temporal.failure.TimeoutFailure;
import org.jspecify.annotations.Nullable;

/**
 * How a deployment ended.
 *
 * @param status the contract's final status; {@code TERMINATED} where somebody terminated the run, {@code REFUSED} where its
 *     input was wrong
 * @param error the failure's type; null where the run did not fail
 * @param reason for people; empty where it ran to its end
 * @param result the contract's result object; missing where the run has none
 */
public record Ending(String status, @Nullable String error, String reason, JsonNode result) {
    /** It ended with that result. */
    public static Ending of(JsonNode result) {
        return whileOpen(result.path("status").asText("SUCCESSFUL"), result);
    }

    /** The status is final, and the run stays open for what follows a rollback. */
    static Ending whileOpen(String status, JsonNode result) {
        var safe = SafeText.tree(result);
        return new Ending(status, null, safe.path("reason").asText(""), safe);
    }

    static Ending of(Throwable failure, String lastStatus) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ApplicationFailure application) {
                return of(application);
            }
            if (cause instanceof CanceledFailure) {
                return withoutResult(isFinal(lastStatus) ? lastStatus : "CANCELED", "cancelled");
            }
            if (cause instanceof TerminatedFailure) {
                return withoutResult(
                        "TERMINATED",
                        "the run was terminated; if it had changed the environment, './norn rollback' restores it");
            }
            if (cause instanceof TimeoutFailure) {
                return withoutResult("TIMED_OUT", "the run timed out");
            }
        }
        return withoutResult(
                "FAILED", failure instanceof WorkflowFailedException ? "the run failed" : String.valueOf(failure));
    }

    private static Ending of(ApplicationFailure failure) {
        var result = failure.getDetails().getSize() > 0 ? details(failure) : MissingNode.getInstance();
        var status = result.path("status").asText("");
        return new Ending(
                status.isEmpty() ? "REFUSED" : status,
                failure.getType(),
                SafeText.text(String.valueOf(failure.getOriginalMessage())),
                result);
    }

    private static JsonNode details(ApplicationFailure failure) {
        try {
            var tree = failure.getDetails().get(0, JsonNode.class);
            return tree.isObject() ? SafeText.tree(tree) : MissingNode.getInstance();
        } catch (RuntimeException notAnObject) {
            return MissingNode.getInstance();
        }
    }

    private static Ending withoutResult(String status, String reason) {
        return new Ending(status, null, reason, MissingNode.getInstance());
    }

    /** Whether a status is one that a deployment ends with. */
    public static boolean isFinal(String status) {
        return switch (status) {
            case "SUCCESSFUL", "PARTIAL", "ROLLED_BACK", "ABANDONED", "ROLLBACK_FAILED" -> true;
            default -> false;
        };
    }

    /** A field of the result as text; null where there is none. */
    public @Nullable String text(String field) {
        var value = result.path(field);
        return value.isMissingNode() || value.isNull() ? null : value.asText();
    }
}
