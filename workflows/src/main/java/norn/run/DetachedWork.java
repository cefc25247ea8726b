package norn.run;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.function.Supplier;

/**
 * A workflow's work, out of the reach of cancellation: a cancel request is a message to it, like any other, and so the run ends as
 * its rules say.
 */
public final class DetachedWork {
    private DetachedWork() {}

    /** Does the work to its end; {@code onCancel} is called when somebody cancels the run meanwhile. */
    public static <T> T run(Supplier<T> work, Runnable onCancel) {
        CancellationScope.current().getCancellationRequest().thenApply(reason -> {
            onCancel.run();
            return null;
        });
        var results = new ArrayList<T>();
        Workflow.newDetachedCancellationScope(() -> results.add(work.get())).run();
        return results.get(0);
    }
}
