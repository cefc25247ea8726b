package norn.deployment;

import io.temporal.workflow.Workflow;
import java.time.Instant;

/** The only clock that workflow code may read: Temporal's. */
final class Clock {
    private Clock() {}

    static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }
}
