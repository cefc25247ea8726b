package norn.cli.terminal;

import org.jspecify.annotations.Nullable;

/** A command cannot do what was asked: what is wrong, what to do about it, and the code to exit with. */
public class CommandFailed extends RuntimeException {
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

    /** A failure with what caused it; null: nothing else did. */
    public CommandFailed(int exitCode, String message, @Nullable String remedy, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
        this.remedy = remedy;
    }

    /** The command was not written as it should be. */
    public static CommandFailed usage(String message, @Nullable String remedy) {
        return new CommandFailed(ExitCode.USAGE, message, remedy);
    }

    /** The code to exit with. */
    public int exitCode() {
        return exitCode;
    }

    /** What to do; null where the message says it. */
    public @Nullable String remedy() {
        return remedy;
    }
}
