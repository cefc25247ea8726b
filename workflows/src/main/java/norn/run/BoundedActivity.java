package norn.run;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** The options of every activity, so that each has its bounds: how long one try may take, how many tries, how long it waits for a worker. */
final class BoundedActivity {
    private BoundedActivity() {}

    /**
     * An activity on that queue, with so many tries; 0: without end. Where the queue is another host's, it fails once nobody has
     * taken it for a while; this run's own queue has a worker, or the run could not have ordered anything.
     */
    static ActivityOptions.Builder on(String queue, String summary, Duration timeout, int tries) {
        var options = ActivityOptions.newBuilder()
                .setTaskQueue(queue)
                .setStartToCloseTimeout(timeout)
                .setRetryOptions(retry(tries))
                .setSummary(summary);
        return queue.equals(Workflow.getInfo().getTaskQueue())
                ? options
                : options.setScheduleToStartTimeout(Limits.NO_WORKER_TIMEOUT);
    }

    /** Tries with growing intervals; 0 tries: without end. */
    static RetryOptions retry(int tries) {
        return RetryOptions.newBuilder()
                .setInitialInterval(Limits.FIRST_RETRY_INTERVAL)
                .setBackoffCoefficient(2)
                .setMaximumInterval(Limits.MAX_RETRY_INTERVAL)
                .setMaximumAttempts(tries)
                .build();
    }
}
