package norn.cli;

import java.nio.file.Files;
import java.util.concurrent.Callable;
import norn.cli.rehearsal.BackgroundStack;
import norn.cli.terminal.Terminal;
import norn.local.NornHome;
import picocli.CommandLine.Command;

/** Ends what runs in the background. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = {
            "Ends the server, the worker and the practice world that run in the background.",
            "Their data stays in NORN_HOME: a deployment that was under way goes on after the next './norn up'."
        },
        footerHeading = "%nExample:%n",
        footer = "  norn down")
final class Down implements Callable<Integer> {
    private final Terminal terminal;

    Down(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var home = NornHome.ofProcess();
        var stopped = Files.isDirectory(home.path()) && BackgroundStack.down(home);
        terminal.err().println(stopped ? "stopped; nothing goes on" : "nothing ran");
        return 0;
    }
}
