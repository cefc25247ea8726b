package norn.cli.message;

import java.util.concurrent.Callable;
import norn.cli.option.PointInTime;
import norn.cli.terminal.Terminal;
import norn.client.OutgoingMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Moves T-0. */
@Command(
        name = "reschedule",
        mixinStandardHelpOptions = true,
        description = "Moves T-0, the time at which the old release is shut down. Possible until T-0 has come.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn reschedule 2026-12-01T10:00:00Z --by alice",
            "  norn reschedule 2026-12-01T10:00+01:00 --in production --by alice --note 'one hour later'"
        })
public final class RescheduleCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
            paramLabel = "TIME",
            description = "The new T-0, such as 2026-12-01T10:00:00Z; without an offset it is in UTC.")
    private String t0;

    @Mixin
    private MessageOptions message;

    RescheduleCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return message.send(terminal, OutgoingMessage.reschedule(PointInTime.read(t0)));
    }
}
