package norn.client;

import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;

/** A message was sent, and nobody answered in time: no worker, or a busy one. It may still arrive. */
public final class MessageUnanswered extends CommandFailed {
    private static final long serialVersionUID = 1;

    MessageUnanswered(String message, String remedy, Throwable cause) {
        super(ExitCode.UNAVAILABLE, message, remedy, cause);
    }
}
