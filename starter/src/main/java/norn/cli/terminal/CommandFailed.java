package norn.cli.terminal;

import org.jspecify.annotations.Nullable;

/** A command failed: what is wrong, what to do about it, and the exit code. */
public final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;
    private final @Nullable String remedy;

    /**
     * A failure.
     *
     * @param exitCode one of {@link ExitCode}'s
     * @param message what is wrong and where
     * @param remedy what to do; null where the message says it
     */
    public CommandFailed(int exitCode, String message, @Nullable String remedy) {
        this(exitCode, message, remedy, null);
    }

    /** A failure with its cause; null: there is none. */
    public CommandFailed(int exitCode, String message, @Nullable String remedy, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
        this.remedy = remedy;
    }

    /** The command as it was typed is wrong. */
    public static CommandFailed usage(String message, @Nullable String remedy) {
        return new CommandFailed(ExitCode.USAGE, message, remedy);
    }

    /** The exit code. */
    public int exitCode() {
        return exitCode;
    }

    /** What to do; null where the message says it. */
    public @Nullable String remedy() {
        return remedy;
    }
}
