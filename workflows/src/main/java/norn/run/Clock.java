package norn.run;

import io.temporal.workflow.Workflow;
import java.time.Instant;

/** The only clock that workflow code may read: Temporal's. */
public final class Clock {
    private Clock() {}

    /** The time now, which is the same on replay. */
    public static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }
}
