package norn.cli.terminal;

import java.util.OptionalInt;
import norn.client.Ending;
import norn.client.RequestFailed;

/** The exit codes of the command line; programs rely on them. */
public final class ExitCode {
    /** Done. */
    public static final int DONE = 0;
    /** The deployment did not succeed. */
    public static final int NOT_SUCCESSFUL = 1;
    /** The deployment was rolled back. */
    public static final int ROLLED_BACK = 2;
    /** The command is wrong, or does not say which deployment it means. */
    public static final int USAGE = 64;
    /** A server, or another program that must run, does not answer. */
    public static final int UNAVAILABLE = 69;
    /** An error in Norn itself. */
    public static final int INTERNAL = 70;
    /** Something on this machine must be changed first: a file, a tool, a folder's permissions, a full disk. */
    public static final int CONFIGURATION = 78;

    private ExitCode() {}

    /** The code for the end of a deployment; {@code PARTIAL} counts as done, {@code ABANDONED} does not. */
    public static int ofDeployment(Ending ending) {
        return ofStart(ending).orElseGet(() -> switch (ending.status()) {
            case "SUCCESSFUL", "PARTIAL" -> DONE;
            case "ROLLED_BACK" -> ROLLED_BACK;
            default -> NOT_SUCCESSFUL;
        });
    }

    /** The code for the end of a rollback that a person asked for: {@code ROLLED_BACK} is what they wanted. */
    public static int ofRollback(Ending ending) {
        return ofStart(ending).orElseGet(() -> ending.status().equals("ROLLED_BACK") ? DONE : NOT_SUCCESSFUL);
    }

    /** The code for a run whose start was refused; empty for any other. */
    private static OptionalInt ofStart(Ending ending) {
        if ("InvalidStart".equals(ending.error())) {
            return OptionalInt.of(USAGE);
        }
        return ending.status().equals("REFUSED") ? OptionalInt.of(CONFIGURATION) : OptionalInt.empty();
    }

    /** The code for a request that failed. */
    public static int of(RequestFailed.Kind kind) {
        return switch (kind) {
            case INVALID_REQUEST -> USAGE;
            case UNAVAILABLE -> UNAVAILABLE;
            case CONFIGURATION -> CONFIGURATION;
        };
    }
}
