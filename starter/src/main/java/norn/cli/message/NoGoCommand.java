package norn.cli.message;

import java.util.concurrent.Callable;
import norn.cli.terminal.Terminal;
import norn.client.OutgoingMessage;
import norn.state.Event.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Decides NO_GO at a gate. */
@Command(
        name = "no-go",
        mixinStandardHelpOptions = true,
        description = {
            "Decides NO_GO at a gate. Counts at once, also before the gate is open.",
            "Before the first change, the deployment ends as ABANDONED. From then until go-live, it is rolled back. After go-live, the"
                    + " decision is recorded, and nothing is rolled back."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn no-go go-live --by alice --note 'the map server drops players'",
            "  norn no-go shut-down --by bob --deployment production-v1.0.0-20261201-0900"
        })
public final class NoGoCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "GATE", description = "The gate's id; 'norn status' shows it.")
    private String gate;

    @Mixin
    private MessageOptions message;

    NoGoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return message.send(terminal, OutgoingMessage.decide(gate, Verdict.NO_GO));
    }
}
