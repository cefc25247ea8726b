package norn.run;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.common.RetryOptions;
import io.temporal.common.converter.DataConverterException;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import norn.engine.Command;
import norn.plan.Order;
import norn.plan.OrderContext;
import norn.plan.Plan;
import norn.plan.ShortText;
import norn.runbook.PhaseName;
import norn.state.Event;
import norn.state.Evidence;
import org.jspecify.annotations.Nullable;

/** How activities are called: where, with which limits, and what their failures mean. */
public final class ActivityCalls {
    private static final Duration FIRST_RETRY_INTERVAL = Duration.ofMillis(250);
    private static final Duration MAX_RETRY_INTERVAL = Duration.ofSeconds(10);
    private static final Duration SAVE_TIMEOUT = Duration.ofSeconds(20);
    private static final String NO_EVIDENCE = "NoEvidence";
    private static final String FIX_THE_WORKER =
            "Let the worker that serves the action answer with evidence, such as {\"outcome\":\"DONE\",\"summary\":\"…\"}; then RETRY.";

    private final Plan plan;
    private final String deployment;
    private final PhaseName phase;
    private final long fence;

    /** Calls for a phase whose orders bear that fence. */
    public ActivityCalls(Plan plan, String deployment, PhaseName phase, long fence) {
        this.plan = plan;
        this.deployment = deployment;
        this.phase = phase;
        this.fence = fence;
    }

    /** Orders the action of a step. */
    public Promise<Evidence> start(Command.StartAction command, OrderContext context) {
        var step = command.step();
        var action = command.action();
        var options = ActivityOptions.newBuilder()
                .setTaskQueue(queue(step.component()))
                .setStartToCloseTimeout(action.limit())
                .setHeartbeatTimeout(action.heartbeat())
                .setRetryOptions(retry(step.tries()))
                .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                .setSummary(ShortText.quoted(step.id() + ": " + step.title(), 200))
                .build();
        var order = order(step.component(), step.id(), command.attempt(), action.options(), context);
        return Workflow.newUntypedActivityStub(options)
                .executeAsync(action.name(), Evidence.class, order)
                .thenApply(ActivityCalls::checked);
    }

    /** Anyone's worker may serve an action by its name: what it answers is looked at before it counts. */
    private static Evidence checked(@Nullable Evidence evidence) {
        if (evidence != null && evidence.outcome() != null && evidence.summary() != null) {
            return evidence;
        }
        var what = evidence == null ? "nothing" : "no outcome, or no summary";
        throw ApplicationFailure.newNonRetryableFailure(
                "it ended, but said %s".formatted(what), NO_EVIDENCE, FIX_THE_WORKER);
    }

    /** Pages the people on duty. */
    public Promise<Evidence> page(Command.Page page, int count) {
        var options = ActivityOptions.newBuilder()
                .setTaskQueue(queue(null))
                .setStartToCloseTimeout(Duration.ofMinutes(1))
                .setRetryOptions(retry(5))
                .setSummary(ShortText.quoted("page: " + page.about(), 200))
                .build();
        var pageOptions = new LinkedHashMap<String, Object>();
        pageOptions.put("about", page.about());
        pageOptions.put("text", page.text());
        var order = order(null, "page-" + phase.id(), count, pageOptions, OrderContext.none());
        return Workflow.newUntypedActivityStub(options).executeAsync("page", Evidence.class, order);
    }

    private Order order(
            @Nullable String component, String step, int attempt, Map<String, Object> options, OrderContext context) {
        return new Order(
                deployment,
                plan.environment(),
                plan.release(),
                plan.previousRelease(),
                component,
                step,
                attempt,
                fence,
                phase == PhaseName.ROLLBACK ? null : plan.hostHash(),
                options,
                context);
    }

    private String queue(@Nullable String component) {
        var host = component == null ? null : plan.policy().hosts().get(component);
        return host == null ? Workflow.getInfo().getTaskQueue() : hostQueue(plan.environment(), host);
    }

    /** The task queue of a host's worker. */
    public static String hostQueue(String environment, String host) {
        return "norn.%s.%s".formatted(environment, host);
    }

    private static RetryOptions retry(int tries) {
        return RetryOptions.newBuilder()
                .setInitialInterval(FIRST_RETRY_INTERVAL)
                .setBackoffCoefficient(2)
                .setMaximumInterval(MAX_RETRY_INTERVAL)
                .setMaximumAttempts(tries)
                .build();
    }

    /** Whether the worker was lost while it worked, so that nobody knows how far it came: the action looks first anyway. */
    public static boolean isWorkerLost(Throwable failure) {
        if (!(failure instanceof ActivityFailure)) {
            return false;
        }
        if (failure.getCause() instanceof ApplicationFailure applicationFailure) {
            return applicationFailure.getType().equals(NornActivities.WORKER_LOST);
        }
        return failure.getCause() instanceof TimeoutFailure timeout
                && timeout.getTimeoutType() == TimeoutType.TIMEOUT_TYPE_HEARTBEAT;
    }

    /** What the journal says of a failed action. */
    public static Event.StepFailed failed(String step, int attempt, Throwable failure) {
        var cause = failure instanceof ActivityFailure && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ApplicationFailure applicationFailure) {
            return new Event.StepFailed(
                    step,
                    attempt,
                    applicationFailure.getType(),
                    applicationFailure.getOriginalMessage(),
                    remedy(applicationFailure));
        }
        if (cause instanceof TimeoutFailure timeout) {
            return isWorkerLost(failure)
                    ? new Event.StepFailed(
                            step,
                            attempt,
                            NornActivities.WORKER_LOST,
                            NornActivities.WORKER_LOST_MESSAGE,
                            "Look after the worker, then RETRY.")
                    : new Event.StepFailed(
                            step,
                            attempt,
                            "TimeLimit",
                            "it took longer than its limit (%s)".formatted(timeout.getTimeoutType()),
                            "Look what it waits for, then RETRY.");
        }
        if (cause instanceof CanceledFailure) {
            return new Event.StepFailed(step, attempt, "Cancelled", "it was told to stop");
        }
        if (cause instanceof DataConverterException unreadable) {
            return new Event.StepFailed(
                    step,
                    attempt,
                    NO_EVIDENCE,
                    "it ended, but what it said cannot be read: "
                            + ShortText.quoted(String.valueOf(unreadable.getMessage()), 300),
                    FIX_THE_WORKER);
        }
        return new Event.StepFailed(step, attempt, "Unexpected", String.valueOf(cause.getMessage()));
    }

    private static @Nullable String remedy(ApplicationFailure failure) {
        try {
            return failure.getDetails().getSize() == 0
                    ? null
                    : failure.getDetails().get(0, String.class);
        } catch (DataConverterException notText) { // somebody else's details, for somebody else
            return null;
        }
    }

    /** What the workflows themselves want done: tried until it is done, or fails for good. */
    public static NornActivities nornActivities(String taskQueue, String summary, Duration limit) {
        return nornActivities(taskQueue, summary, limit, 20);
    }

    /** Writing the record down: players may be out, so that a disk which takes nothing is not waited for. */
    public static NornActivities savingRecord(String taskQueue) {
        return nornActivities(taskQueue, "keep the record", SAVE_TIMEOUT, 3);
    }

    private static NornActivities nornActivities(String taskQueue, String summary, Duration limit, int tries) {
        return Workflow.newActivityStub(
                NornActivities.class,
                ActivityOptions.newBuilder()
                        .setTaskQueue(taskQueue)
                        .setStartToCloseTimeout(limit)
                        .setRetryOptions(retry(tries))
                        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                        .setSummary(summary)
                        .build());
    }

    /** Following another run to its end, however long that takes. */
    public static NornActivities following(String taskQueue, String summary) {
        return Workflow.newActivityStub(
                NornActivities.class,
                ActivityOptions.newBuilder()
                        .setTaskQueue(taskQueue)
                        .setStartToCloseTimeout(Duration.ofDays(30))
                        .setHeartbeatTimeout(Duration.ofSeconds(10))
                        .setRetryOptions(retry(0))
                        .setSummary(summary)
                        .build());
    }

    /** Passing messages on. */
    public static MessageForwarder forwarding(Duration timeout) {
        return Workflow.newLocalActivityStub(MessageForwarder.class, local(timeout));
    }

    /** Looking at locks and at orphans. */
    static InspectRun inspectingRuns() {
        return Workflow.newLocalActivityStub(InspectRun.class, local(Duration.ofSeconds(30)));
    }

    private static LocalActivityOptions local(Duration timeout) {
        return LocalActivityOptions.newBuilder()
                .setScheduleToCloseTimeout(timeout)
                .setRetryOptions(retry(10))
                .build();
    }
}
