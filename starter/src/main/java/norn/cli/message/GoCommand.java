package norn.cli.message;

import java.util.concurrent.Callable;
import norn.cli.terminal.Terminal;
import norn.client.OutgoingMessage;
import norn.state.Event.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Decides GO at a gate. */
@Command(
        name = "go",
        mixinStandardHelpOptions = true,
        description = {
            "Decides GO at a gate, or signs a phase off. Counts only while the gate is open: 'norn status' lists the open gates."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn go go-live --by alice",
            "  norn go go-live --by alice --in production --note 'smoke tests are green'",
            "  norn go go-live --by alice --print     the command for Temporal's own CLI"
        })
public final class GoCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "GATE", description = "The gate's id; 'norn status' shows it.")
    private String gate;

    @Mixin
    private MessageOptions message;

    GoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return message.send(terminal, OutgoingMessage.decide(gate, Verdict.GO));
    }
}
