package norn.cli;

import java.nio.file.Files;
import java.util.concurrent.Callable;
import norn.cli.rehearsal.BackgroundStack;
import norn.cli.terminal.Terminal;
import norn.local.NornHome;
import picocli.CommandLine.Command;

/** Stops what runs in the background. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = {
            "Stops the Temporal server, the worker and the sandbox that run in the background.",
            "Their data stays in NORN_HOME: a deployment in progress continues after the next 'norn up'."
        },
        footerHeading = "%nExample:%n",
        footer = "  norn down")
final class DownCommand implements Callable<Integer> {
    private final Terminal terminal;

    DownCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var home = NornHome.ofProcess();
        var stopped = Files.isDirectory(home.path()) && BackgroundStack.down(home);
        terminal.err().println(stopped ? "stopped; nothing runs any more" : "nothing was running");
        return 0;
    }
}
