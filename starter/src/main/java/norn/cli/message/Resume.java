package norn.cli.message;

import java.util.concurrent.Callable;
import norn.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets a paused deployment go on. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Lets a paused deployment go on.",
        footerHeading = "%nExample:%n",
        footer = "  norn resume --by alice")
public final class Resume implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private MessageOptions message;

    Resume(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return message.send(terminal, "resume", MessageFields.of());
    }
}
