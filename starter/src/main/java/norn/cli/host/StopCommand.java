package norn.cli.host;

import java.util.concurrent.Callable;
import norn.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops services, as the steps of a deployment do. */
@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        description = {
            "Stops services of this host, and checks that nothing of them is left.",
            "It needs no server. A step that has the same services waits, and this waits for it."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  norn stop production", "  norn stop production ai-service"})
public final class StopCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ServiceOptions services;

    /** One that writes to that terminal. */
    public StopCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return services.run("stop-service", terminal);
    }
}
