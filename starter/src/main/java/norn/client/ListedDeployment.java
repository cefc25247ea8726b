package norn.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.temporal.client.WorkflowExecutionMetadata;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import norn.run.NornSearchAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A deployment, or a rollback that a person started, as the server lists it.
 *
 * @param environment null until its first workflow task has set it
 * @param status its own status where it has one ({@code NornStatus}), else Temporal's
 * @param endedAt null while it runs
 */
public record ListedDeployment(
        @JsonProperty("deployment") String id,
        String type,
        @Nullable String environment,
        @Nullable String release,
        @Nullable String phase,
        String status,
        List<String> waitingFor,
        Instant startedAt,
        @Nullable Instant endedAt) {

    static ListedDeployment of(WorkflowExecutionMetadata run) {
        var attributes = run.getTypedSearchAttributes();
        var status = attributes.get(NornSearchAttributes.STATUS);
        var temporalStatus = run.getStatus().name().replace("WORKFLOW_EXECUTION_STATUS_", "");
        return new ListedDeployment(
                run.getExecution().getWorkflowId(),
                run.getWorkflowType(),
                attributes.get(NornSearchAttributes.ENVIRONMENT),
                attributes.get(NornSearchAttributes.RELEASE),
                attributes.get(NornSearchAttributes.PHASE),
                status == null || isEndedByForce(temporalStatus) ? temporalStatus : status,
                Optional.ofNullable(attributes.get(NornSearchAttributes.WAITING_FOR))
                        .orElse(List.of()),
                run.getStartTime(),
                run.getCloseTime());
    }

    /** Whether that is the status of a run that was ended from outside: it has no result, and answers nothing. */
    public static boolean isEndedByForce(String status) {
        return status.equals("TERMINATED") || status.equals("TIMED_OUT");
    }

    /** Whether it has not ended. */
    public boolean isRunning() {
        return endedAt == null;
    }

    /** Whether it is a rollback that a person started. */
    public boolean isRollback() {
        return type.equals("Rollback");
    }

    /** Whether it is a rollback that has no phase of its own (yet): it has just been started, or another run carries it out. */
    boolean hasNotBegun() {
        return isRollback() && phase == null;
    }

    /** One line for people who must choose. */
    public String line() {
        return SafeText.text("%s  %s  %s  %s".formatted(id, type, phase == null ? "-" : phase, status));
    }
}
