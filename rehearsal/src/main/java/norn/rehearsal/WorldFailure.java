package norn.rehearsal;

import org.jspecify.annotations.Nullable;

/** The world could not be made, started or read; the message says what, where, and what to do. */
public final class WorldFailure extends RuntimeException {
    public WorldFailure(String message) {
        this(message, null);
    }

    public WorldFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
