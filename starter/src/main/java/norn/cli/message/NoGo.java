package norn.cli.message;

import java.util.concurrent.Callable;
import norn.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says NO_GO at a gate. */
@Command(
        name = "no-go",
        mixinStandardHelpOptions = true,
        description = {
            "Says NO_GO at a gate. It counts at once, also before the gate is open.",
            "Before the first change the deployment ends as ABANDONED; from then until go-live it is rolled back; afterwards the"
                    + " verdict is recorded."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn no-go go-live --by alice --note 'the map server drops players'",
            "  norn no-go shut-down --by bob --deployment production-v1.0.0-20261201-0900"
        })
public final class NoGo implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "GATE", description = "The gate, as 'norn status' names it.")
    private String gate;

    @Mixin
    private MessageOptions message;

    NoGo(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return message.send(terminal, "decide", MessageFields.of("gate", gate, "verdict", "NO_GO"));
    }
}
