package norn.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import norn.client.Connection;
import norn.client.Runs;
import norn.client.StartRequest;
import norn.local.server.LocalServer;
import norn.runbook.Runbook;
import norn.worker.NornWorker;
import norn.worker.WorkerSettings;

/** Where deployments of nothing run: a local Temporal server as Norn starts it, and Norn's worker in this process. */
final class BenchmarkStack implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final LocalServer server;
    private final Connection connection;
    private final IdleEnvironments environments;
    private final NornWorker worker;

    private BenchmarkStack(
            LocalServer server, Connection connection, IdleEnvironments environments, NornWorker worker) {
        this.server = server;
        this.connection = connection;
        this.environments = environments;
        this.worker = worker;
    }

    /** Opens one in that folder. */
    static BenchmarkStack open(Path home) {
        var server = LocalServer.start(home, System.err);
        var connection = Connection.open(server.address(), "default");
        var environments = new IdleEnvironments(home.resolve("records"));
        return new BenchmarkStack(
                server,
                connection,
                environments,
                NornWorker.start(WorkerSettings.at(server.address()), environments, environments));
    }

    /** Starts a deployment that has that runbook's one phase. */
    BenchmarkDeployment deploy(Runbook runbook) {
        var id = "bench-" + NUMBER.incrementAndGet();
        environments.environment(id, runbook);
        Runs.start(connection, id, StartRequest.deployment("v1.0.0", id).phases(List.of("pre-deployment")));
        return new BenchmarkDeployment(id, connection, environments);
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
