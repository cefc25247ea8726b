package norn.cli.host;

import java.util.concurrent.Callable;
import norn.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Starts services, as the steps of a deployment do. */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = {
            "Starts services of this host from the active release, and waits until they are healthy.",
            "It needs no server. A step that has the same services waits, and this waits for it."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  norn start production", "  norn start production ai-service"})
public final class StartCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ServiceOptions services;

    /** One that writes to that terminal. */
    public StartCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return services.run("start-service", terminal);
    }
}
