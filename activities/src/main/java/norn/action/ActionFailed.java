package norn.action;

import org.jspecify.annotations.Nullable;

/**
 * An action did not reach its goal. What kind of failure it is stands in {@code error}, which the journal and Temporal show as
 * its type.
 */
public class ActionFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String error;
    private final @Nullable String remedy;
    private final boolean retryable;

    /**
     * A failure.
     *
     * @param error its name, such as {@code SchemaNotReached}
     * @param message what is wrong and where, free of secrets
     * @param remedy what people can do; null where the message says it
     * @param retryable whether trying again, with nothing changed, may help
     */
    public ActionFailed(String error, String message, @Nullable String remedy, boolean retryable) {
        super(message);
        this.error = error;
        this.remedy = remedy;
        this.retryable = retryable;
    }

    /** The same, because of {@code cause}. */
    public ActionFailed(String error, String message, @Nullable String remedy, boolean retryable, Throwable cause) {
        super(message, cause);
        this.error = error;
        this.remedy = remedy;
        this.retryable = retryable;
    }

    /** The failure's name. */
    public String error() {
        return error;
    }

    /** What people can do; null where the message says it. */
    public @Nullable String remedy() {
        return remedy;
    }

    /** Whether trying again may help. */
    public boolean retryable() {
        return retryable;
    }
}
