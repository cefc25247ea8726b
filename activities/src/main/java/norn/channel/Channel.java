package norn.channel;

import norn.yaml.KindField;

/** A way to reach an audience. Each kind is one record: its settings, what it refuses in them, and how it sends. */
@KindField("kind")
public sealed interface Channel permits LogChannel, WebhookChannel {
    /**
     * Sends it. It is called again after a crash, or where the receiver did not confirm: {@link Delivery#isRepetition} says so.
     *
     * @throws norn.action.ActionFailed {@code NotNotified} where the receiver did not take it, or nobody knows
     */
    void send(Delivery delivery) throws InterruptedException;
}
