package norn.deployment;

import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import norn.plan.Start;
import org.jspecify.annotations.Nullable;

/** How a deployment ends, on its page and on disk. */
final class Conclusion {
    private final Start start;
    private final Chronicle chronicle;
    private final Instant startedAt = Clock.now();

    Conclusion(Start start, Chronicle chronicle) {
        this.start = start;
        this.chronicle = chronicle;
    }

    /** The status is final from here on; the record on disk says so too. */
    void conclude(End end) {
        chronicle.conclude(Outcomes.result(
                end,
                chronicle.plan(),
                start.environment(),
                start.release(),
                chronicle.journals(),
                startedAt,
                Clock.now(),
                null));
        var report = keep();
        if (report != null) chronicle.conclude(concluded().reported(report));
    }

    /** The result, once there is one. */
    Result concluded() {
        var result = chronicle.result();
        if (result == null) throw new IllegalStateException("the deployment has not been concluded");
        return result;
    }

    /** Writes the record as it stands, and returns where its report lies; null where it could not be written. */
    @Nullable
    String keep() {
        try {
            return ActivityCalls.keeping(Workflow.getInfo().getTaskQueue())
                    .keepRecord(new NornActivities.Keep(
                            Workflow.getInfo().getWorkflowId(), start.environment(), chronicle.result()));
        } catch (ActivityFailure failure) {
            Workflow.getLogger(Conclusion.class).warn("event=record-not-kept reason={}", failure.getMessage());
            return null;
        }
    }
}
