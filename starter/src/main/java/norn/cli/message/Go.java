package norn.cli.message;

import java.util.concurrent.Callable;
import norn.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says GO at a gate. */
@Command(
        name = "go",
        mixinStandardHelpOptions = true,
        description = "Says GO at a gate, or signs off. It counts only while the gate is open.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn go go-live --by alice",
            "  norn go go-live --by alice --in production --note 'smoke tests are green'",
            "  norn go go-live --by alice --print     the command for Temporal's own CLI"
        })
public final class Go implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "GATE", description = "The gate, as 'norn status' names it.")
    private String gate;

    @Mixin
    private MessageOptions message;

    Go(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return message.send(terminal, "decide", MessageFields.of("gate", gate, "verdict", "GO"));
    }
}
