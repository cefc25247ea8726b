package norn.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import java.time.Instant;
import java.util.List;
import norn.cli.terminal.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * A deployment, or a rollback that a person started, as the server lists it.
 *
 * @param environment null until its first workflow task has said so
 * @param status its own word where it has one ({@code NornStatus}), else Temporal's
 * @param endedAt null while it runs
 */
public record Deployment(
        @JsonProperty("deployment") String id,
        String type,
        @Nullable String environment,
        @Nullable String release,
        @Nullable String phase,
        String status,
        List<String> waitingFor,
        Instant startedAt,
        @Nullable Instant endedAt) {

    static Deployment of(WorkflowExecutionMetadata run) {
        var attributes = new Attributes(run.getTypedSearchAttributes());
        var status = attributes.text("NornStatus");
        var itself = run.getStatus().name().replace("WORKFLOW_EXECUTION_STATUS_", "");
        return new Deployment(
                run.getExecution().getWorkflowId(),
                run.getWorkflowType(),
                attributes.text("NornEnvironment"),
                attributes.text("NornRelease"),
                attributes.text("NornPhase"),
                status == null || itself.equals("TERMINATED") || itself.equals("TIMED_OUT") ? itself : status,
                attributes.list("NornWaitingFor"),
                run.getStartTime(),
                run.getCloseTime());
    }

    /** Whether it has not ended. */
    public boolean isRunning() {
        return endedAt == null;
    }

    /** One line for people who must choose. */
    public String line() {
        return SafeText.text("%s  %s  %s  %s".formatted(id, type, phase == null ? "-" : phase, status));
    }

    private record Attributes(SearchAttributes all) {
        @Nullable
        String text(String name) {
            return all.get(SearchAttributeKey.forKeyword(name));
        }

        List<String> list(String name) {
            var values = all.get(SearchAttributeKey.forKeywordList(name));
            return values == null ? List.of() : values;
        }
    }
}
