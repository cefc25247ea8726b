package norn.local.server;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import norn.client.RequestFailed;
import norn.local.FileErrorText;
import norn.local.NornHome;

/**
 * A local Temporal server with its web UI; each {@code NORN_HOME} has at most one. It outlives the process that started it,
 * stores its data in a file, and takes its old ports again after a restart where they are free.
 */
public final class LocalServer {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_ATTEMPTS = 3;

    private final ServerFiles files;
    private final ServerFiles.Started started;

    private LocalServer(ServerFiles files, ServerFiles.Started started) {
        this.files = files;
        this.started = started;
    }

    /**
     * The server of this home; started if it does not run.
     *
     * @param progress receives a line for each thing that people should know
     * @throws RequestFailed if the Temporal CLI is missing, the home is unusable, or the server ends at its start
     */
    public static synchronized LocalServer start(Path home, PrintStream progress) {
        var files = new ServerFiles(home.toAbsolutePath().normalize());
        try {
            Files.createDirectories(files.folder());
            try (var channel = FileChannel.open(files.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                Objects.requireNonNull(lock);
                var running = find(home);
                if (running.isPresent()) {
                    progress.printf(
                            "norn: the Temporal server runs already: %s%n",
                            running.get().ui());
                    return running.get().awaited();
                }
                return started(files, TemporalCli.find(tools(files), progress), progress);
            }
        } catch (IOException failed) {
            throw unusable(files, new UncheckedIOException(failed));
        } catch (UncheckedIOException failed) {
            throw unusable(files, failed);
        }
    }

    /** The server of this home, if it runs. One that a copied note names, and that works for another home, is not this home's. */
    public static Optional<LocalServer> find(Path home) {
        var files = new ServerFiles(home.toAbsolutePath().normalize());
        try {
            return files.started()
                    .filter(started -> started.process().isRunning()
                            && new NornHome(files.home())
                                    .ownsProcess(started.process().pid()))
                    .map(started -> new LocalServer(files, started));
        } catch (UncheckedIOException failed) {
            throw unusable(files, failed);
        }
    }

    /** Its address for clients: host and port. */
    public String address() {
        return "127.0.0.1:" + started.ports().server();
    }

    /** Its web UI. */
    public URI ui() {
        return URI.create("http://127.0.0.1:" + started.ports().ui());
    }

    /** The process that serves. */
    public ProcessIdentity process() {
        return started.process();
    }

    /** Its log: warnings and errors. */
    public Path log() {
        return files.log();
    }

    /** The last lines of its log. */
    public String lastLogLines() {
        return LogTail.of(log());
    }

    /** Whether {@link #stop} ended it, in this process or another; false where it crashed, or runs. */
    public boolean wasStopped() {
        try {
            return files.started().filter(started::equals).isEmpty();
        } catch (UncheckedIOException unreadable) {
            return false;
        }
    }

    /** Stops it; its data stays. Safe to repeat. */
    public void stop() {
        started.process().end(Duration.ofSeconds(10));
        try {
            if (files.started().filter(started::equals).isPresent()) {
                files.deleteStarted();
            }
        } catch (UncheckedIOException failed) {
            throw unusable(files, failed);
        }
    }

    private static LocalServer started(ServerFiles files, TemporalCli program, PrintStream progress)
            throws IOException {
        var saved = files.ports();
        for (var attempt = 1; ; attempt++) {
            var ports = saved.filter(ServerPorts::areFree).isPresent() ? saved.get() : ServerPorts.free();
            files.rotateLog();
            var child =
                    DetachedProcess.startWithoutSecrets(DevServerCommand.command(program, files, ports), files.log());
            var server = ProcessIdentity.of(child.pid()).map(process -> recorded(files, process, ports));
            if (server.isPresent()) {
                if (server.get().isReady()) {
                    server.get().announce(saved.orElse(ServerPorts.DEFAULT_PORTS), progress);
                    return server.get();
                }
                server.get().stop();
            }
            var taken = !ports.areFree(); // by another process in the meantime
            if (!taken || attempt == MAX_ATTEMPTS) {
                throw RequestFailed.unavailable(
                        "the local Temporal server did not start. Its last log lines:%n%s"
                                .formatted(LogTail.of(files.log())),
                        "The whole log: " + files.log());
            }
        }
    }

    /** Recorded before it serves, so that an interrupted start leaves no server that nobody finds. */
    private static LocalServer recorded(ServerFiles files, ProcessIdentity process, ServerPorts ports) {
        var server = new LocalServer(files, new ServerFiles.Started(process, ports));
        try {
            files.write(server.started);
            return server;
        } catch (UncheckedIOException failed) {
            process.end(Duration.ofSeconds(10));
            throw failed;
        }
    }

    private void announce(ServerPorts expected, PrintStream progress) {
        if (!started.ports().equals(expected)) {
            progress.printf(
                    "norn: port %d or %d is taken: the Temporal server listens on %s, its UI on %s%n",
                    expected.server(), expected.ui(), address(), ui());
        }
    }

    private LocalServer awaited() {
        if (!isReady()) {
            throw RequestFailed.unavailable(
                    "the local Temporal server (process %d) runs, but does not answer on %s. Its last log lines:%n%s"
                            .formatted(process().pid(), address(), lastLogLines()),
                    "End that process, and try again. The whole log: " + log());
        }
        return this;
    }

    private boolean isReady() {
        return new Namespace(address(), new NornHome(files.home()).realPath())
                .awaitReady(START_TIMEOUT, process()::isRunning);
    }

    private static RequestFailed unusable(ServerFiles files, UncheckedIOException cause) {
        return new RequestFailed(
                RequestFailed.Kind.CONFIGURATION,
                "the local Temporal server cannot use %s: %s"
                        .formatted(files.folder(), FileErrorText.of(Objects.requireNonNull(cause.getCause()))),
                "Make room there, fix its permissions, or name another folder: NORN_HOME=DIR.",
                cause);
    }

    /** {@code NORN_TOOLS} lets several homes share one installed Temporal CLI. */
    private static Path tools(ServerFiles files) {
        var tools = System.getenv("NORN_TOOLS");
        return tools == null || tools.isBlank() ? files.home().resolve("tools") : Path.of(tools);
    }
}
