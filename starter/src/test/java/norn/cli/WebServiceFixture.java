package norn.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import norn.client.Connection;
import norn.client.Ending;
import norn.client.Follower;
import norn.client.ProgressListener;
import norn.client.Runs;
import norn.client.StartRequest;
import norn.local.NornHome;
import norn.local.rehearsal.SimulatedAnswers;
import norn.local.rehearsal.WorkerProcess;
import norn.local.server.LocalServer;
import norn.rehearsal.web.WebServiceFault;
import norn.rehearsal.web.WebServiceSandbox;
import norn.report.Checklist;

/** The real server, a worker, and the sandbox of a web service, whose environment is the one that the documentation shows. */
final class WebServiceFixture implements AutoCloseable {
    /** The environment's name in the documentation. */
    static final String ENVIRONMENT = "shop";

    private static final Path EXAMPLE = Path.of("../docs/examples/web-service.yaml");
    /** The day of the watch in some four seconds. */
    private static final String PACE = "30000";

    private final NornHome home;
    private final WebServiceSandbox sandbox;
    private final Connection connection;

    private WebServiceFixture(NornHome home, WebServiceSandbox sandbox) throws IOException {
        this.home = home;
        this.sandbox = sandbox;
        writeEnvironment(home.config().resolve("environments"));
        var server = LocalServer.start(home.path(), new PrintStream(PrintStream.nullOutputStream()));
        WorkerProcess.start(home, server.address(), home.config());
        connection = Connection.open(server.address(), "default");
    }

    static WebServiceFixture open(Path folder, WebServiceFault fault) throws IOException, SQLException {
        var home = new NornHome(folder);
        var sandbox = WebServiceSandbox.create(folder.resolve("srv"), fault);
        try {
            return new WebServiceFixture(home, sandbox);
        } catch (IOException | RuntimeException failed) {
            stop(home, sandbox);
            throw failed;
        }
    }

    WebServiceSandbox sandbox() {
        return sandbox;
    }

    /** The example with the sandbox's folders, addresses and pace; people are simulated, and the watch takes more samples. */
    private void writeEnvironment(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve(ENVIRONMENT + ".yaml"),
                Files.readString(EXAMPLE)
                        .replace("/srv/shop", sandbox.root().toString())
                        .replace("/usr/lib/jvm/default-java", sandbox.javaHome())
                        .replace("127.0.0.1:8080", "127.0.0.1:" + sandbox.port())
                        .replace("ports: [8080]", "ports: [%d]".formatted(sandbox.port()))
                        .replace("127.0.0.1:5432", sandbox.databaseAddress())
                        .replace("pace: real", "pace: %s%n  anyone: true".formatted(PACE))
                        .replace("interval: 30s", "interval: 300ms"));
    }

    /** Deploys the new release, answered by simulated people, to its final status. */
    FollowedRun deploy() {
        var id = Runs.unusedId(connection, ENVIRONMENT, WebServiceSandbox.NEW_RELEASE, Instant.now());
        Runs.start(connection, id, StartRequest.deployment(WebServiceSandbox.NEW_RELEASE, ENVIRONMENT));
        var follower = new Follower(connection, id, ProgressListener.none(), new SimulatedAnswers(connection, id));
        try {
            var ending = follower.follow();
            return new FollowedRun(ending, Objects.requireNonNull(follower.last()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** How a deployment went. */
    record FollowedRun(Ending ending, Checklist last) {}

    @Override
    public void close() {
        connection.close();
        stop(home, sandbox);
    }

    private static void stop(NornHome home, WebServiceSandbox sandbox) {
        WorkerProcess.find(home).ifPresent(WorkerProcess::stop);
        LocalServer.find(home.path()).ifPresent(LocalServer::stop);
        sandbox.close();
    }
}
