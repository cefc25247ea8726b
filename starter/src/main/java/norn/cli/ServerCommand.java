package norn.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;
import norn.client.RequestFailed;
import norn.local.NornHome;
import norn.local.server.LocalServer;
import picocli.CommandLine.Command;

/** Runs a local Temporal server in the foreground. */
@Command(
        name = "server",
        mixinStandardHelpOptions = true,
        description = "Runs a local Temporal server with its web UI, until Ctrl-C. Its data stays in NORN_HOME.",
        footerHeading = "%nExamples:%n",
        footer = {"  norn server", "  NORN_HOME=~/norn norn server    with its data in another folder"})
final class ServerCommand implements Callable<Integer> {
    private static final int POLL_MILLISECONDS = 500;

    private final Terminal terminal;
    private final CountDownLatch stopping = new CountDownLatch(1);

    ServerCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        var home = NornHome.ofProcess().writable().path();
        var runsAlready = LocalServer.find(home).isPresent();
        // before the start, so that Ctrl-C during the start works
        if (!runsAlready) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(home), "server-stop"));
        }
        var server = LocalServer.start(home, terminal.err());
        terminal.out().println("Temporal UI  " + server.ui());
        terminal.out().println("Address      " + server.address());
        if (runsAlready) {
            return ExitCode.DONE;
        }
        terminal.err().println("norn: Ctrl-C stops it; its data stays in " + home);
        return hold(server);
    }

    private void stop(Path home) {
        stopping.countDown();
        LocalServer.find(home).ifPresent(LocalServer::stop);
    }

    /** Waits until Ctrl-C, or until the server ends. */
    private int hold(LocalServer server) throws InterruptedException {
        while (server.process().isRunning()) {
            if (stopping.await(POLL_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                return ExitCode.DONE;
            }
        }
        if (server.wasStopped()) {
            terminal.err().println("norn: the server was stopped");
            return ExitCode.DONE;
        }
        throw RequestFailed.unavailable(
                "the local Temporal server has ended unexpectedly. Its last log lines:%n%s"
                        .formatted(server.lastLogLines()),
                "Its data is saved: start it again. The whole log: " + server.log());
    }
}
