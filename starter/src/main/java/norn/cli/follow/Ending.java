package norn.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TerminatedFailure;
import io.temporal.failure.TimeoutFailure;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.LineWrapper;
import norn.cli.terminal.SafeText;
import norn.cli.terminal.TerminalSize;
import org.jspecify.annotations.Nullable;

/**
 * How a deployment ended.
 *
 * @param status the contract's final status; {@code TERMINATED} where somebody ended the run by force, {@code REFUSED} where
 *     the start was wrong
 * @param error the failure's name; null where the run did not fail
 * @param reason for people; empty where it simply ran to its end
 * @param result the contract's result object; missing where the run has none
 */
public record Ending(String status, @Nullable String error, String reason, JsonNode result) {
    private static final int MAX_REASON_LENGTH = 300;

    static Ending of(JsonNode result) {
        return whileOpen(result.path("status").asText("SUCCESSFUL"), result);
    }

    /** The status is final, and the run goes on for the items that follow a rollback. */
    static Ending whileOpen(String status, JsonNode result) {
        var visible = SafeText.tree(result);
        return new Ending(status, null, visible.path("reason").asText(""), visible);
    }

    static Ending of(Throwable failure, String lastStatus) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ApplicationFailure application) {
                return of(application);
            }
            if (cause instanceof CanceledFailure) {
                return nothing(isFinal(lastStatus) ? lastStatus : "CANCELED", "cancelled");
            }
            if (cause instanceof TerminatedFailure) {
                return nothing(
                        "TERMINATED", "the run was terminated; 'norn rollback' brings the world back if need be");
            }
            if (cause instanceof TimeoutFailure) {
                return nothing("TIMED_OUT", "the run timed out");
            }
        }
        return nothing(
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

    private static Ending nothing(String status, String reason) {
        return new Ending(status, null, reason, MissingNode.getInstance());
    }

    /** Whether a status is one that a deployment ends with. */
    public static boolean isFinal(String status) {
        return switch (status) {
            case "SUCCESSFUL", "PARTIAL", "ROLLED_BACK", "ABANDONED", "ROLLBACK_FAILED" -> true;
            default -> false;
        };
    }

    /** What to exit with; {@code ofRollback}: a rollback was asked for, and is a success. */
    public int exitCode(boolean ofRollback) {
        if ("InvalidStart".equals(error)) {
            return ExitCode.USAGE;
        }
        if (status.equals("REFUSED")) {
            return ExitCode.CONFIGURATION;
        }
        return ofRollback ? ExitCode.ofRollback(status) : ExitCode.ofDeployment(status);
    }

    /** The reason in a few lines of that page; the report has all of it. */
    public String reasonIn(TerminalSize.Dimensions page) {
        return LineWrapper.wrappedText("  " + LineWrapper.withoutMiddle(reason, MAX_REASON_LENGTH), page.columns() - 1);
    }

    /** A text of the result, or null. */
    public @Nullable String text(String field) {
        var value = result.path(field);
        return value.isMissingNode() || value.isNull() ? null : value.asText();
    }
}
