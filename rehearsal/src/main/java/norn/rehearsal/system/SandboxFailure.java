package norn.rehearsal.system;

import org.jspecify.annotations.Nullable;

/** The sandbox could not be made, started or read; the message says what, where, and what to do. */
public final class SandboxFailure extends RuntimeException {
    public SandboxFailure(String message) {
        this(message, null);
    }

    public SandboxFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
