package norn.cli.message;

import java.util.concurrent.Callable;
import norn.cli.terminal.Terminal;
import norn.client.OutgoingMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Pauses a deployment. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description = {
            "Pauses a deployment: running steps finish, no new step starts, and the deadlines of gates stand still. Watching"
                    + " continues. 'norn resume' ends the pause."
        },
        footerHeading = "%nExample:%n",
        footer = "  norn pause --by alice --note 'the data centre works on the network'")
public final class PauseCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private MessageOptions message;

    PauseCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return message.send(terminal, OutgoingMessage.pause());
    }
}
