package norn.channel;

import norn.action.ActionFailed;
import norn.action.Attempt;

/**
 * A notice on its way through one channel: sent once, whatever is tried again.
 *
 * @param channel the channel's name, such as {@code pager[0]}
 * @param log what is recorded of this delivery
 */
record Delivery(Notice notice, String channel, Attempt attempt, DeliveryLog log) {
    static Delivery of(Notice notice, String channel, Attempt attempt) {
        return new Delivery(notice, channel, attempt, new DeliveryLog(attempt, notice, channel));
    }

    /**
     * Sends it.
     *
     * @return whether it had to be sent; false: it was delivered before
     * @throws ActionFailed {@code NotNotified} where the receiver did not take it, or nobody knows
     */
    boolean send(Channel through) throws InterruptedException {
        if (log.isDelivered()) {
            return false;
        }
        through.send(this);
        log.recordDelivered();
        return true;
    }

    /** Whether an earlier try may have reached the receiver. */
    boolean isRepetition() {
        return log.isUncertain();
    }

    /** The notice as the receiver gets it, masked. */
    String json() {
        return attempt.redact(notice.json(isRepetition()));
    }

    /** It did not reach the receiver. */
    ActionFailed failed(String why, boolean retryable) {
        return new ActionFailed(
                "NotNotified",
                attempt.redact("channel %s: %s".formatted(channel, why)),
                "Check the receiver and host.channels, then RETRY.",
                retryable);
    }
}
