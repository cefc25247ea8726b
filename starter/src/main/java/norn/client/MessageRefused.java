package norn.client;

import org.jspecify.annotations.Nullable;

/** A deployment refused a message; the message of this exception is its reason. */
public final class MessageRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String type;

    /** The deployment refused it for that reason. */
    public static MessageRefused by(String reason) {
        return new MessageRefused("Refused", reason, null);
    }

    MessageRefused(String type, String reason, @Nullable Throwable cause) {
        super(reason, cause);
        this.type = type;
    }

    /** The failure's type; {@code Refused} where the deployment itself refused. */
    public String type() {
        return type;
    }
}
