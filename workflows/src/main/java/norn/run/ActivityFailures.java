package norn.run;

import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.common.converter.DataConverterException;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TimeoutFailure;
import norn.plan.ShortText;
import norn.state.Event;
import norn.state.Evidence;
import org.jspecify.annotations.Nullable;

/** What it means that an activity failed, for the journal and for people. */
public final class ActivityFailures {
    private static final String NO_EVIDENCE = "NoEvidence";
    private static final String FIX_THE_WORKER =
            "Let the worker that serves the action answer with evidence, such as {\"outcome\":\"DONE\",\"summary\":\"…\"}; then RETRY.";

    private ActivityFailures() {}

    /** Whether the worker was lost while it worked, so that nobody knows how far it came: an action inspects before it acts. */
    public static boolean isWorkerLost(Throwable failure) {
        if (!(failure instanceof ActivityFailure)) {
            return false;
        }
        if (failure.getCause() instanceof ApplicationFailure reported) {
            return reported.getType().equals(NornActivities.WORKER_LOST);
        }
        return failure.getCause() instanceof TimeoutFailure timeout
                && timeout.getTimeoutType() == TimeoutType.TIMEOUT_TYPE_HEARTBEAT;
    }

    /** Whether no worker took the order, so that nothing was done. */
    public static boolean isNoWorker(Throwable failure) {
        return failure instanceof ActivityFailure
                && failure.getCause() instanceof TimeoutFailure timeout
                && timeout.getTimeoutType() == TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START;
    }

    /** What the journal says of an order that no worker of {@code host} took. */
    static Event.StepFailed noWorker(String step, int attempt, String host) {
        return new Event.StepFailed(
                step,
                attempt,
                "NoWorker",
                noWorkerText(host),
                "Start it there (norn worker --host %s), then RETRY.".formatted(host));
    }

    /** The same in one sentence. */
    public static String noWorkerText(String host) {
        return "host %s: no worker takes its orders".formatted(host);
    }

    /** The failure in one sentence. */
    public static String message(ActivityFailure failure) {
        return stepFailed("", 1, failure).message();
    }

    /** What the journal says of a failed action. */
    public static Event.StepFailed stepFailed(String step, int attempt, Throwable failure) {
        var cause = failure instanceof ActivityFailure && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ApplicationFailure reported) {
            return new Event.StepFailed(
                    step, attempt, reported.getType(), reported.getOriginalMessage(), remedy(reported));
        }
        if (isWorkerLost(failure)) {
            return new Event.StepFailed(
                    step,
                    attempt,
                    NornActivities.WORKER_LOST,
                    NornActivities.WORKER_LOST_MESSAGE,
                    NornActivities.WORKER_LOST_REMEDY);
        }
        if (cause instanceof TimeoutFailure timeout) {
            return new Event.StepFailed(
                    step,
                    attempt,
                    "TimeLimit",
                    "it took longer than its limit (%s)".formatted(timeout.getTimeoutType()),
                    "Check what it waits for, then RETRY.");
        }
        if (cause instanceof CanceledFailure) {
            return cancelled(step, attempt, "it was cancelled");
        }
        if (cause instanceof DataConverterException unreadable) {
            return new Event.StepFailed(
                    step,
                    attempt,
                    NO_EVIDENCE,
                    "it ended, but its answer cannot be read: "
                            + ShortText.quoted(String.valueOf(unreadable.getMessage()), 300),
                    FIX_THE_WORKER);
        }
        return new Event.StepFailed(step, attempt, "Unexpected", String.valueOf(cause.getMessage()), null);
    }

    /** What the journal says of an action that was cancelled, or not started, for that reason. */
    public static Event.StepFailed cancelled(String step, int attempt, String reason) {
        return new Event.StepFailed(step, attempt, "Cancelled", reason, null);
    }

    /** Anyone's worker may serve an action by its name: its answer is checked before it counts. */
    static Evidence checked(@Nullable Evidence evidence) {
        if (evidence != null && evidence.outcome() != null && evidence.summary() != null) {
            return evidence;
        }
        var what = evidence == null ? "nothing" : "without outcome or summary";
        throw ApplicationFailure.newNonRetryableFailure("it ended, but answered " + what, NO_EVIDENCE, FIX_THE_WORKER);
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
}
