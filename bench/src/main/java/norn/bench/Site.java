package norn.bench;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import norn.cli.connection.Connection;
import norn.cli.connection.Runs;
import norn.cli.server.LocalServer;
import norn.runbook.Runbook;
import norn.worker.NornWorker;
import norn.worker.WorkerSettings;

/** Where deployments of nothing run: a local Temporal server as Norn starts it, and Norn's worker in this process. */
final class Site implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final LocalServer server;
    private final Connection connection;
    private final IdleWorld world;
    private final NornWorker worker;

    private Site(LocalServer server, Connection connection, IdleWorld world, NornWorker worker) {
        this.server = server;
        this.connection = connection;
        this.world = world;
        this.worker = worker;
    }

    /** Opens one in that folder. */
    static Site open(Path home) {
        var server = LocalServer.start(home, System.err);
        var connection = Connection.open(server.address(), "default", Optional.empty());
        var world = new IdleWorld(home.resolve("records"));
        return new Site(server, connection, world, NornWorker.start(WorkerSettings.at(server.address()), world, world));
    }

    /** Starts a deployment that has that runbook's one phase. */
    Trial deploy(Runbook book) {
        var id = "bench-" + NUMBER.incrementAndGet();
        world.environment(id, book);
        Runs.start(connection, "Deployment", id, Map.of("release", "v1.0.0", "environment", id, "phases", new String[] {
            "pre-deployment"
        }));
        return new Trial(id, connection, world);
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() {
        worker.close();
        connection.close();
        server.stop();
    }
}
