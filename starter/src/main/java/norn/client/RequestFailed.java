package norn.client;

import org.jspecify.annotations.Nullable;

/** What was asked for cannot be done: what is wrong, what to do about it, and whose move it is. */
public class RequestFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final @Nullable String remedy;

    /** Where the fault lies. */
    public enum Kind {
        /** In the request: it is malformed, or does not say which deployment it means. */
        INVALID_REQUEST,
        /** In a server, a worker, or another program that does not run or does not answer. */
        UNAVAILABLE,
        /** On this machine or in the server's settings: a file, a tool, a permission, a missing namespace. */
        CONFIGURATION
    }

    /**
     * A failure.
     *
     * @param message what is wrong, and where
     * @param remedy what to do; null where the message says it
     */
    public RequestFailed(Kind kind, String message, @Nullable String remedy) {
        this(kind, message, remedy, null);
    }

    /** A failure with its cause; null: there is none. */
    public RequestFailed(Kind kind, String message, @Nullable String remedy, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.remedy = remedy;
    }

    /** The request itself is wrong. */
    public static RequestFailed invalid(String message, String remedy) {
        return new RequestFailed(Kind.INVALID_REQUEST, message, remedy);
    }

    /** Something that must run does not. */
    public static RequestFailed unavailable(String message, String remedy) {
        return new RequestFailed(Kind.UNAVAILABLE, message, remedy);
    }

    /** Something on this machine must be changed first. */
    public static RequestFailed configuration(String message, String remedy) {
        return new RequestFailed(Kind.CONFIGURATION, message, remedy);
    }

    /** Where the fault lies. */
    public Kind kind() {
        return kind;
    }

    /** What to do; null where the message says it. */
    public @Nullable String remedy() {
        return remedy;
    }
}
