package norn.worker;

import io.temporal.failure.ApplicationFailure;
import java.util.concurrent.atomic.AtomicBoolean;
import norn.run.NornActivities;

/** Whether this worker stops, and leaves the actions that still run to whichever worker comes next. */
final class HandingOver {
    private final AtomicBoolean begun = new AtomicBoolean();

    /** From now on an action that ends otherwise than well counts as one whose worker was lost: it is given again. */
    void begin() {
        begun.set(true);
    }

    boolean hasBegun() {
        return begun.get();
    }

    /** The failure by which the run gives the action again: the next worker inspects before it acts. */
    static ApplicationFailure failure() {
        var lost = ApplicationFailure.newFailure(
                NornActivities.WORKER_LOST_MESSAGE, NornActivities.WORKER_LOST, NornActivities.WORKER_LOST_REMEDY);
        lost.setStackTrace(new StackTraceElement[0]);
        return lost;
    }
}
