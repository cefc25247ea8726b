package norn.client;

import norn.message.Messages.MessageAnswer;

/** Takes messages to a deployment, wherever it runs. */
@FunctionalInterface
public interface MessageTarget {
    /**
     * Gives it a message and waits for the answer.
     *
     * @throws MessageRefused if the deployment refuses it
     * @throws MessageUnanswered if no answer comes in time
     * @throws RequestFailed if it cannot be delivered
     */
    MessageAnswer send(String deployment, OutgoingMessage message);
}
