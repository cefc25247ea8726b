package norn.cli.terminal;

/** What the command line exits with; programs rely on these numbers. */
public final class ExitCode {
    /** Done. */
    public static final int DONE = 0;
    /** The deployment did not succeed. */
    public static final int NOT_SUCCESSFUL = 1;
    /** The deployment was rolled back. */
    public static final int ROLLED_BACK = 2;
    /** The command was not written as it should be, or does not say which deployment it means. */
    public static final int USAGE = 64;
    /** A server, or another thing that must run, cannot be reached. */
    public static final int UNAVAILABLE = 69;
    /** Norn itself is at fault. */
    public static final int INTERNAL = 70;
    /** Something on this machine is not as it must be: a file, a tool, a folder that cannot be written to, a full disk. */
    public static final int CONFIGURATION = 78;

    private ExitCode() {}

    /** The code for a deployment's final status; {@code PARTIAL} counts as done, {@code ABANDONED} does not. */
    public static int ofDeployment(String status) {
        return switch (status) {
            case "SUCCESSFUL", "PARTIAL" -> DONE;
            case "ROLLED_BACK" -> ROLLED_BACK;
            default -> NOT_SUCCESSFUL;
        };
    }

    /** The code for the final status of a rollback that was asked for: there it is what was wanted. */
    public static int ofRollback(String status) {
        return status.equals("ROLLED_BACK") ? DONE : NOT_SUCCESSFUL;
    }
}
