package norn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.Durations;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import norn.local.server.LocalServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCommandIT {
    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        LocalServer.find(folder).ifPresent(LocalServer::stop);
    }

    @Test
    void it_prints_where_the_page_is_and_its_end_ends_the_server() throws Exception {
        var command = typed();
        await().atMost(Duration.ofMinutes(2)).until(() -> out().contains("Address"));
        var server = LocalServer.find(folder).orElseThrow();
        assertThat(out()).contains("Temporal UI  " + server.ui(), "Address      " + server.address());

        command.destroy();

        assertThat(command.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(server.process().isRunning()).isFalse();
        assertThat(server.wasStopped()).isTrue();
    }

    @Test
    void it_says_so_when_the_server_dies() throws Exception {
        var command = typed();
        await().atMost(Duration.ofMinutes(2)).until(() -> out().contains("Address"));

        LocalServer.find(folder).orElseThrow().process().end(Duration.ofSeconds(20));

        assertThat(command.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(command.exitValue()).isEqualTo(69);
        assertThat(Files.readString(folder.resolve("err")))
                .contains("the local Temporal server has ended unexpectedly");
    }

    @Test
    void a_namespace_without_norns_attributes_is_a_fault_of_the_namespace() throws Exception {
        var command = typed();
        await().atMost(Duration.ofMinutes(2)).until(() -> out().contains("Address"));
        var address = LocalServer.find(folder).orElseThrow().address();
        var service = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
        try {
            service.blockingStub()
                    .registerNamespace(RegisterNamespaceRequest.newBuilder()
                            .setNamespace("bare")
                            .setWorkflowExecutionRetentionPeriod(Durations.fromDays(1))
                            .build());

            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                var result = CliResult.command("worker", "--address", address, "--namespace", "bare");
                assertThat(result.err())
                        .contains("The Temporal namespace bare does not know NornEnvironment,")
                        .doesNotContain("Please report it");
                assertThat(result.exitCode()).isEqualTo(78);
            });
        } finally {
            service.shutdownNow();
            command.destroy();
            command.waitFor(1, TimeUnit.MINUTES);
        }
    }

    private Process typed() throws IOException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "norn.cli.Main",
                "server");
        builder.environment().put("NORN_HOME", folder.toString());
        return builder.redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
    }

    private String out() throws IOException {
        return Files.readString(folder.resolve("out"));
    }
}
