package norn.cli.message;

import java.util.concurrent.Callable;
import norn.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Holds a deployment before its next step. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description = "Holds a deployment before its next step, with its gates' deadlines. Watching goes on.",
        footerHeading = "%nExample:%n",
        footer = "  norn pause --by alice --note 'the data centre works on the network'")
public final class Pause implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private MessageOptions message;

    Pause(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return message.send(terminal, "pause", MessageFields.of());
    }
}
