package norn.cli.message;

import java.util.concurrent.Callable;
import norn.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes into the incident log. */
@Command(
        name = "incident",
        mixinStandardHelpOptions = true,
        description = "Opens an entry of the incident log; the same id again changes it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn incident INC-7 --severity P2 --summary 'chat is slow' --by bob",
            "  norn incident INC-7 --severity P2 --summary 'chat is slow' --closed --by bob"
        })
public final class Incident implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "ID", description = "The incident's id.")
    private String id;

    @Option(names = "--severity", required = true, paramLabel = "P1|P2|P3", description = "P1 is the worst.")
    private Severity severity;

    @Option(names = "--summary", required = true, paramLabel = "TEXT", description = "What people notice.")
    private String summary;

    @Option(names = "--closed", description = "It is over. Default: it is open.")
    private boolean closed;

    @Mixin
    private MessageOptions message;

    Incident(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var fields = MessageFields.of(
                "id", id, "severity", severity.name(), "summary", summary, "state", closed ? "CLOSED" : "OPEN");
        return message.send(terminal, "incident", fields);
    }

    /** How bad it is. */
    enum Severity {
        P1,
        P2,
        P3
    }
}
