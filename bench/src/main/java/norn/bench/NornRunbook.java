package norn.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import norn.client.Connection;
import norn.client.Runs;
import norn.client.StartRequest;
import norn.local.server.LocalServer;
import norn.worker.ActionInvoker;
import norn.worker.HostEnvironments;
import norn.worker.NornWorker;
import norn.worker.WorkerSettings;

/** The steps as a runbook and an environment file, deployed by Norn: a local server, and Norn's worker in this process. */
final class NornRunbook implements AutoCloseable {
    private static final String ENVIRONMENT = """
        environment: bench
        runbook: bench
        policy:
          zone: UTC
          pace: asap
          anyone: true
        host:
          records: %s
          probes:
            timeout: 10s
            named:
              nothing: {kind: command, command: [/bin/true]}
        """;

    private static final String RUNBOOK = """
        runbook: bench
        title: Commands that do nothing
        phases:
          pre-deployment:
            title: Commands
            sections:
              - id: commands
                title: One after the other
                steps:
        """;

    private final LocalServer server;
    private final Connection connection;
    private final NornWorker worker;
    private int runs;

    private NornRunbook(LocalServer server, Connection connection, NornWorker worker) {
        this.server = server;
        this.connection = connection;
        this.worker = worker;
    }

    static NornRunbook open(Path folder, int steps) throws IOException {
        var configuration = folder.resolve("configuration");
        Files.createDirectories(configuration.resolve("environments"));
        Files.createDirectories(configuration.resolve("runbooks"));
        Files.writeString(
                configuration.resolve("environments/bench.yaml"), ENVIRONMENT.formatted(folder.resolve("records")));
        var runbook = new StringBuilder(RUNBOOK);
        for (var step = 1; step <= steps; step++) {
            runbook.append(
                    "          - {id: run-%1$d, title: Run %1$d, do: {probe: {probe: nothing}}}%n".formatted(step));
        }
        Files.writeString(configuration.resolve("runbooks/bench.yaml"), runbook);
        var server = LocalServer.start(folder, System.err);
        var connection = Connection.open(server.address(), "default");
        var worker = NornWorker.start(
                WorkerSettings.at(server.address()), new HostEnvironments(configuration), ActionInvoker.ofThisHost());
        return new NornRunbook(server, connection, worker);
    }

    /** Deploys once, to the final status; returns the seconds that it took. */
    double run() {
        var id = "runbook-" + ++runs;
        var begin = System.nanoTime();
        Runs.start(connection, id, StartRequest.deployment("v1.0.0", "bench").phases(List.of("pre-deployment")));
        var status =
                connection.workflow(id).getResult(JsonNode.class).path("status").asText();
        if (!status.equals("SUCCESSFUL")) {
            throw new IllegalStateException("%s ended as %s".formatted(id, status));
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    WorkflowClient client() {
        return connection.client();
    }

    @Override
    public void close() {
        worker.close();
        connection.close();
        server.stop();
    }
}
