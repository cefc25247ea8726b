package norn.message;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people may say to a run: each message as a signal and as an update of the same name, with the same single JSON object. An
 * update answers with acceptance, or fails with the reason for refusal.
 */
public interface Messages {
    /** The names that exist. */
    List<String> NAMES =
            List.of("decide", "complete", "resolve", "rollBack", "reschedule", "incident", "pause", "resume");

    /** {@code decide} as a signal. */
    @SignalMethod(
            name = "decide",
            description =
                    "GO or NO_GO at a gate, or a sign-off. {\"gate\":\"go-live\",\"verdict\":\"GO\",\"by\":\"alice\"}")
    void signalDecide(RawValue message, @Nullable RawValue surplus);

    /** {@code decide} as an update. */
    @UpdateMethod(
            name = "decide",
            description =
                    "GO or NO_GO at a gate, or a sign-off. {\"gate\":\"go-live\",\"verdict\":\"GO\",\"by\":\"alice\"}")
    MessageAnswer updateDecide(RawValue message, @Nullable RawValue surplus);

    /** Turns an over-long {@code decide} away. */
    @UpdateValidatorMethod(updateName = "decide")
    void checkDecide(RawValue message, @Nullable RawValue surplus);

    /** {@code complete} as a signal. */
    @SignalMethod(
            name = "complete",
            description =
                    "A person attests a manual step; steps for several at once. {\"step\":\"review-documentation\",\"by\":\"alice\"}")
    void signalComplete(RawValue message, @Nullable RawValue surplus);

    /** {@code complete} as an update. */
    @UpdateMethod(
            name = "complete",
            description =
                    "A person attests a manual step; steps for several at once. {\"step\":\"review-documentation\",\"by\":\"alice\"}")
    MessageAnswer updateComplete(RawValue message, @Nullable RawValue surplus);

    /** Turns an over-long {@code complete} away. */
    @UpdateValidatorMethod(updateName = "complete")
    void checkComplete(RawValue message, @Nullable RawValue surplus);

    /** {@code resolve} as a signal. */
    @SignalMethod(
            name = "resolve",
            description =
                    "What to do about a failed step (RETRY, SKIP, ROLL_BACK) or a met criterion (KEEP, ROLL_BACK). {\"step\":\"compile-server\",\"choice\":\"RETRY\",\"by\":\"alice\"}")
    void signalResolve(RawValue message, @Nullable RawValue surplus);

    /** {@code resolve} as an update. */
    @UpdateMethod(
            name = "resolve",
            description =
                    "What to do about a failed step (RETRY, SKIP, ROLL_BACK) or a met criterion (KEEP, ROLL_BACK). {\"step\":\"compile-server\",\"choice\":\"RETRY\",\"by\":\"alice\"}")
    MessageAnswer updateResolve(RawValue message, @Nullable RawValue surplus);

    /** Turns an over-long {@code resolve} away. */
    @UpdateValidatorMethod(updateName = "resolve")
    void checkResolve(RawValue message, @Nullable RawValue surplus);

    /** {@code rollBack} as a signal. */
    @SignalMethod(
            name = "rollBack",
            description =
                    "A person orders the rollback, optionally with mode and to. {\"reason\":\"…\",\"by\":\"alice\"}")
    void signalRollBack(RawValue message, @Nullable RawValue surplus);

    /** {@code rollBack} as an update. */
    @UpdateMethod(
            name = "rollBack",
            description =
                    "A person orders the rollback, optionally with mode and to. {\"reason\":\"…\",\"by\":\"alice\"}")
    MessageAnswer updateRollBack(RawValue message, @Nullable RawValue surplus);

    /** Turns an over-long {@code rollBack} away. */
    @UpdateValidatorMethod(updateName = "rollBack")
    void checkRollBack(RawValue message, @Nullable RawValue surplus);

    /** {@code reschedule} as a signal. */
    @SignalMethod(
            name = "reschedule",
            description = "Another T-0, before it has come. {\"t0\":\"2026-12-01T10:00:00Z\",\"by\":\"alice\"}")
    void signalReschedule(RawValue message, @Nullable RawValue surplus);

    /** {@code reschedule} as an update. */
    @UpdateMethod(
            name = "reschedule",
            description = "Another T-0, before it has come. {\"t0\":\"2026-12-01T10:00:00Z\",\"by\":\"alice\"}")
    MessageAnswer updateReschedule(RawValue message, @Nullable RawValue surplus);

    /** Turns an over-long {@code reschedule} away. */
    @UpdateValidatorMethod(updateName = "reschedule")
    void checkReschedule(RawValue message, @Nullable RawValue surplus);

    /** {@code incident} as a signal. */
    @SignalMethod(
            name = "incident",
            description =
                    "An entry of the incident log. {\"id\":\"…\",\"severity\":\"P1\",\"summary\":\"…\",\"state\":\"OPEN\",\"by\":\"alice\"}")
    void signalIncident(RawValue message, @Nullable RawValue surplus);

    /** {@code incident} as an update. */
    @UpdateMethod(
            name = "incident",
            description =
                    "An entry of the incident log. {\"id\":\"…\",\"severity\":\"P1\",\"summary\":\"…\",\"state\":\"OPEN\",\"by\":\"alice\"}")
    MessageAnswer updateIncident(RawValue message, @Nullable RawValue surplus);

    /** Turns an over-long {@code incident} away. */
    @UpdateValidatorMethod(updateName = "incident")
    void checkIncident(RawValue message, @Nullable RawValue surplus);

    /** {@code pause} as a signal. */
    @SignalMethod(name = "pause", description = "Hold before the next step. {\"by\":\"alice\"}")
    void signalPause(RawValue message, @Nullable RawValue surplus);

    /** {@code pause} as an update. */
    @UpdateMethod(name = "pause", description = "Hold before the next step. {\"by\":\"alice\"}")
    MessageAnswer updatePause(RawValue message, @Nullable RawValue surplus);

    /** Turns an over-long {@code pause} away. */
    @UpdateValidatorMethod(updateName = "pause")
    void checkPause(RawValue message, @Nullable RawValue surplus);

    /** {@code resume} as a signal. */
    @SignalMethod(name = "resume", description = "Go on. {\"by\":\"alice\"}")
    void signalResume(RawValue message, @Nullable RawValue surplus);

    /** {@code resume} as an update. */
    @UpdateMethod(name = "resume", description = "Go on. {\"by\":\"alice\"}")
    MessageAnswer updateResume(RawValue message, @Nullable RawValue surplus);

    /** Turns an over-long {@code resume} away. */
    @UpdateValidatorMethod(updateName = "resume")
    void checkResume(RawValue message, @Nullable RawValue surplus);

    /**
     * The answer to an update.
     *
     * @param status the state after the message, for people
     */
    record MessageAnswer(boolean accepted, String status) {}
}
