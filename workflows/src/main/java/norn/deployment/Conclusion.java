package norn.deployment;

import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import norn.plan.DeploymentStart;
import norn.run.ActivityCalls;
import norn.run.Clock;
import norn.run.NornActivities;
import norn.run.Result;
import org.jspecify.annotations.Nullable;

/** How a deployment ends, on its page and on disk. */
final class Conclusion {
    private final DeploymentStart start;
    private final DeploymentState state;
    private final Instant startedAt = Clock.now();

    Conclusion(DeploymentStart start, DeploymentState state) {
        this.start = start;
        this.state = state;
    }

    /** The status is final from here on; the record on disk says so too. */
    void conclude(RunOutcome outcome) {
        state.conclude(ResultBuilder.result(
                outcome,
                state.plan(),
                start.environment(),
                start.release(),
                state.journals(),
                startedAt,
                Clock.now(),
                null));
        var report = saveRecord();
        if (report != null) {
            state.conclude(result().withReport(report));
        }
    }

    /** The result, once there is one. */
    Result result() {
        var result = state.result();
        if (result == null) {
            throw new IllegalStateException("the deployment has not been concluded");
        }
        return result;
    }

    /** Writes the record as it stands, and returns where its report lies; null where it could not be written. */
    @Nullable
    String saveRecord() {
        try {
            return ActivityCalls.savingRecord(Workflow.getInfo().getTaskQueue())
                    .saveRecord(new NornActivities.RecordRequest(
                            Workflow.getInfo().getWorkflowId(), start.environment(), state.result()));
        } catch (ActivityFailure failure) {
            Workflow.getLogger(Conclusion.class).warn("event=record-not-saved reason={}", failure.getMessage());
            return null;
        }
    }
}
