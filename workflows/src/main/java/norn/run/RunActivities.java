package norn.run;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Optional;
import norn.plan.Plan;
import norn.plan.PlanRequest;
import org.jspecify.annotations.Nullable;

/** What a run does for itself by activities: its plan, its record, its fence, and its dealings with other runs. */
public final class RunActivities {
    private RunActivities() {}

    /** Makes the plan. */
    public static Plan makePlan(PlanRequest request) {
        return activities("make the plan", Limits.PLAN_TIMEOUT, Limits.TRIES).makePlan(request);
    }

    /** Takes the fence of an environment on the host whose worker serves that task queue. */
    public static FenceGrant takeFence(String queue, NornActivities.FenceRequest request) {
        return activities(queue, "take the fence of " + request.environment(), Limits.FENCE_TIMEOUT, Limits.FENCE_TRIES)
                .takeFence(request);
    }

    /** The same without waiting for it. */
    public static Promise<FenceGrant> raiseFence(String queue, NornActivities.FenceRequest request) {
        return Async.function(
                activities(
                                queue,
                                "raise the fence of " + request.environment(),
                                Limits.FENCE_TIMEOUT,
                                Limits.FENCE_TRIES)::takeFence,
                request);
    }

    /** The highest fence of the environment that the host knows whose worker serves that task queue. */
    public static long readFence(String queue, String environment) {
        return activities(queue, "read the fence of " + environment, Limits.FENCE_TIMEOUT, Limits.FENCE_TRIES)
                .readFence(environment);
    }

    /** Saves this run's record as it stands, and returns where its report lies; empty where it could not be saved. */
    public static Optional<String> saveRecord(String environment, @Nullable Result result) {
        var request = new NornActivities.RecordRequest(Workflow.getInfo().getWorkflowId(), environment, result);
        try {
            return Optional.of(activities("save the record", Limits.RECORD_TIMEOUT, Limits.RECORD_TRIES)
                    .saveRecord(request));
        } catch (ActivityFailure failure) {
            Workflow.getLogger(RunActivities.class).warn("event=record-not-saved reason={}", failure.getMessage());
            return Optional.empty();
        }
    }

    /** Waits for the result of a rollback that another run was ordered to do, however long that takes. */
    public static Result follow(String run) {
        return Workflow.newActivityStub(
                        NornActivities.class,
                        BoundedActivity.on(Workflow.getInfo().getTaskQueue(), "follow " + run, Limits.FOLLOW_TIMEOUT, 0)
                                .setHeartbeatTimeout(Limits.FOLLOW_HEARTBEAT_TIMEOUT)
                                .build())
                .follow(run);
    }

    /** Terminates a run that does not answer. */
    public static void endRun(String run, String reason) {
        activities("end " + run, Limits.END_RUN_TIMEOUT, Limits.TRIES)
                .endRun(new NornActivities.EndRequest(run, reason));
    }

    /** Sends a message on to another run, and returns what it answers. */
    public static MessageForwarder.ForwardReply forward(MessageForwarder.Envelope envelope, Duration timeout) {
        return Workflow.newLocalActivityStub(MessageForwarder.class, local(timeout))
                .forward(envelope);
    }

    /** Whose run it is. */
    static InspectRun.RunInspection inspect(InspectRun.InspectionRequest request) {
        return Workflow.newLocalActivityStub(InspectRun.class, local(Limits.INSPECTION_TIMEOUT))
                .inspect(request);
    }

    private static NornActivities activities(String summary, Duration timeout, int tries) {
        return activities(Workflow.getInfo().getTaskQueue(), summary, timeout, tries);
    }

    private static NornActivities activities(String queue, String summary, Duration timeout, int tries) {
        return Workflow.newActivityStub(
                NornActivities.class,
                BoundedActivity.on(queue, summary, timeout, tries)
                        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                        .build());
    }

    private static LocalActivityOptions local(Duration timeout) {
        return LocalActivityOptions.newBuilder()
                .setScheduleToCloseTimeout(timeout)
                .setDoNotIncludeArgumentsIntoMarker(true) // the run that it is sent to has the message
                .setRetryOptions(BoundedActivity.retry(Limits.LOCAL_TRIES))
                .build();
    }
}
