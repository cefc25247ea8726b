package norn.client;

/** A deployment refused a message; the message of this exception is its reason. */
public final class MessageRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String type;

    MessageRefused(String type, String reason, Throwable cause) {
        super(reason, cause);
        this.type = type;
    }

    /** The failure's type; {@code Refused} where the deployment itself refused. */
    public String type() {
        return type;
    }
}
