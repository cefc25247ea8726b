package norn.client;

/** A message was sent, and no answer came in time: there is no worker, or it is busy. The message may still arrive. */
public final class MessageUnanswered extends RequestFailed {
    private static final long serialVersionUID = 1;

    MessageUnanswered(String message, String remedy, Throwable cause) {
        super(Kind.UNAVAILABLE, message, remedy, cause);
    }
}
