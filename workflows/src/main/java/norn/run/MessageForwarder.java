package norn.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import org.jspecify.annotations.Nullable;

/** Passes a message on to another run, as an update, and brings the answer back. A local activity. */
@ActivityInterface
public interface MessageForwarder {
    /** The update by which a deployment passes a message on to its phase; its answer tells the phase's news as well. */
    String FORWARDED = "forwarded";

    /**
     * Sends the update and waits for its answer; sent again with the same id, it is the same message.
     *
     * @throws io.temporal.failure.ApplicationFailure {@code NoSuchRun} where that run is not there to be asked
     */
    @ActivityMethod(name = "forward")
    ForwardReply forward(Envelope envelope);

    /**
     * A message on its way.
     *
     * @param run the id of the run that it is for
     * @param id the update's id
     * @param message the message's name
     * @param payload its JSON object, as it came
     * @param byDeployment sent by the phase's own deployment; else as any person's message
     */
    record Envelope(String run, String id, String message, JsonNode payload, boolean byDeployment) {}

    /**
     * What came of it.
     *
     * @param text the new status, or the reason for refusal
     * @param progress what the phase has to tell its deployment; null where another than its deployment asked
     */
    record ForwardReply(
            boolean accepted, String text, @Nullable Progress progress) {}

    /** The input of the update {@link #FORWARDED}. */
    record ForwardedMessage(String message, JsonNode payload) {}
}
