package norn.cli.message;

import java.util.concurrent.Callable;
import norn.cli.terminal.Terminal;
import norn.client.OutgoingMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends a pause. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Ends the pause of a deployment: its next steps start.",
        footerHeading = "%nExample:%n",
        footer = "  norn resume --by alice")
public final class ResumeCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private MessageOptions message;

    ResumeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return message.send(terminal, OutgoingMessage.resume());
    }
}
