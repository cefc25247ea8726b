package norn.cli;

import java.nio.file.Files;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import norn.cli.rehearsal.BackgroundStack;
import norn.cli.terminal.Terminal;
import norn.local.NornHome;
import norn.local.rehearsal.WorkerProcess;
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
        var others = WorkerProcess.others(home);
        if (others.isEmpty()) {
            terminal.err().println(stopped ? "stopped; nothing runs any more" : "nothing was running");
        } else {
            terminal.err()
                    .println((stopped ? "stopped; " : "")
                            + "a worker that was started by itself still runs, and goes on when its server does:"
                            + " process %s. End it where it was started (Ctrl-C, or its service), or with kill."
                                    .formatted(
                                            others.stream().map(String::valueOf).collect(Collectors.joining(", "))));
        }
        return 0;
    }
}
