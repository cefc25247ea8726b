package norn.cli.message;

import java.util.concurrent.Callable;
import norn.cli.terminal.Terminal;
import norn.client.OutgoingMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Records an incident. */
@Command(
        name = "incident",
        mixinStandardHelpOptions = true,
        description = "Records an incident in the deployment's incident log. The same id again updates it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn incident INC-7 --severity P2 --summary 'chat is slow' --by bob",
            "  norn incident INC-7 --severity P2 --summary 'chat is slow' --closed --by bob"
        })
public final class IncidentCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "ID", description = "The incident's id.")
    private String id;

    @Option(names = "--severity", required = true, paramLabel = "P1|P2|P3", description = "P1 is the worst.")
    private Severity severity;

    @Option(names = "--summary", required = true, paramLabel = "TEXT", description = "What people notice, in one line.")
    private String summary;

    @Option(names = "--closed", description = "The incident is over. Default: it is open.")
    private boolean closed;

    @Mixin
    private MessageOptions message;

    IncidentCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return message.send(terminal, OutgoingMessage.incident(id, severity.name(), summary, closed));
    }

    /** How bad it is. */
    enum Severity {
        P1,
        P2,
        P3
    }
}
