package norn.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import org.jspecify.annotations.Nullable;

/** Forwards a message to another run as an update, and returns the answer. A local activity. */
@ActivityInterface
public interface MessageForwarder {
    /** The update by which a deployment forwards a message to its phase; the answer brings the phase's progress along. */
    String FORWARDED = "forwarded";

    /**
     * Sends the update and waits for its answer; sent again with the same id, it is the same message.
     *
     * @throws io.temporal.failure.ApplicationFailure {@code NoSuchRun} where that run is not open
     */
    @ActivityMethod(name = "forward")
    ForwardReply forward(Envelope envelope);

    /**
     * A message and where it goes.
     *
     * @param run the id of the run that it is for
     * @param id the update's id
     * @param message the message's name
     * @param payload its JSON object, as it came
     * @param byDeployment sent by the phase's own deployment; else as any person's message
     */
    record Envelope(String run, String id, String message, JsonNode payload, boolean byDeployment) {
        /** A message that a deployment forwards to its own phase. */
        public static Envelope toPhase(String phase, String id, String message, JsonNode payload) {
            return new Envelope(phase, id, message, payload, true);
        }

        /** The same message once more, after it was not decided. */
        public Envelope again() {
            return new Envelope(run, id + "/again", message, payload, byDeployment);
        }

        /** A message to another run, sent as a person would send it. */
        public static Envelope toRun(String run, String id, String message, JsonNode payload) {
            return new Envelope(run, id, message, payload, false);
        }
    }

    /**
     * The answer.
     *
     * @param text the new status, or the reason for refusal
     * @param progress what the phase reports to its deployment; null where another than its deployment asked
     * @param needsEnvironment true where nothing was decided yet: the message is to be sent again once the environment is taken; null
     *     else
     */
    record ForwardReply(
            boolean accepted,
            String text,
            @Nullable Progress progress,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean needsEnvironment) {
        /** What another run answered, without progress. */
        public static ForwardReply of(boolean accepted, String text) {
            return new ForwardReply(accepted, text, null, null);
        }

        /** The phase answers once the environment is taken. */
        public static ForwardReply afterTakingEnvironment(Progress progress) {
            return new ForwardReply(false, "the environment is not taken yet", progress, true);
        }

        /** Whether the environment is to be taken before the phase answers. */
        public boolean waitsForEnvironment() {
            return Boolean.TRUE.equals(needsEnvironment);
        }
    }

    /** The input of the update {@link #FORWARDED}. */
    record ForwardedMessage(String message, JsonNode payload) {}
}
