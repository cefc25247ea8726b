package norn.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import norn.client.Connection;
import norn.client.IntendedServer;
import norn.client.RequestFailed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalServerIT {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream progress = new PrintStream(said, true, StandardCharsets.UTF_8);

    @AfterEach
    void stopAll() throws IOException {
        try (var homes = Files.newDirectoryStream(folder, "home*")) {
            homes.forEach(home -> LocalServer.find(home).ifPresent(LocalServer::stop));
        }
    }

    @Test
    void it_serves_with_page_search_attributes_and_a_month_of_history() throws Exception {
        var server = LocalServer.start(home("home"), progress);

        var page = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(server.ui()).build(), BodyHandlers.ofString());
        assertThat(page.statusCode()).isEqualTo(200);
        var namespace = on(
                server,
                service -> service.blockingStub()
                        .describeNamespace(DescribeNamespaceRequest.newBuilder()
                                .setNamespace("default")
                                .build()));
        assertThat(namespace.getConfig().getWorkflowExecutionRetentionTtl().getSeconds())
                .isEqualTo(30 * 24 * 3600);
        var attributes = on(
                server,
                service -> OperatorServiceGrpc.newBlockingStub(service.getRawChannel())
                        .listSearchAttributes(ListSearchAttributesRequest.newBuilder()
                                .setNamespace("default")
                                .build()));
        assertThat(attributes.getCustomAttributesMap())
                .containsEntry("NornEnvironment", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .containsEntry("NornRelease", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .containsEntry("NornPhase", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .containsEntry("NornStatus", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .containsEntry("NornWaitingFor", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST);
    }

    @Test
    void it_gets_none_of_this_process_variables_but_those_that_every_program_needs() throws Exception {
        assertThat(System.getenv()).containsKey("NORN_TOOLS");

        var server = LocalServer.start(home("home"), progress);

        assertThat(Files.readString(
                        Path.of("/proc/%d/environ".formatted(server.process().pid()))))
                .contains("PATH=")
                .doesNotContain("NORN_TOOLS=");
    }

    @Test
    void a_second_start_finds_the_first() {
        var first = LocalServer.start(home("home"), progress);

        var second = LocalServer.start(home("home"), progress);

        assertThat(second.process()).isEqualTo(first.process());
        assertThat(said()).contains("the Temporal server runs already");
    }

    @Test
    void a_restart_keeps_data_and_ports() {
        var first = LocalServer.start(home("home"), progress);
        var run = startRun(first);

        first.stop();
        assertThat(LocalServer.find(home("home"))).isEmpty();
        var second = LocalServer.start(home("home"), progress);

        assertThat(second.address()).isEqualTo(first.address());
        assertThat(isRunning(second, run)).isTrue();
    }

    @Test
    void killed_and_started_again_it_has_lost_nothing() {
        var first = LocalServer.start(home("home"), progress);
        var run = startRun(first);

        ProcessHandle.of(first.process().pid()).orElseThrow().destroyForcibly();
        await().until(() -> LocalServer.find(home("home")).isEmpty());
        assertThat(first.wasStopped()).isFalse();
        var second = LocalServer.start(home("home"), progress);

        assertThat(second.address()).isEqualTo(first.address());
        assertThat(isRunning(second, run)).isTrue();
    }

    @Test
    void two_homes_have_two_servers() {
        var one = LocalServer.start(home("home1"), progress);
        var other = LocalServer.start(home("home2"), progress);
        var run = startRun(one);

        assertThat(other.address()).isNotEqualTo(one.address());
        assertThat(other.ui()).isNotEqualTo(one.ui());
        assertThat(said())
                .contains("taken")
                .containsAnyOf(one.address(), other.address()); // another test may have had the first
        other.stop();
        assertThat(isRunning(one, run)).isTrue();
    }

    @Test
    void it_takes_other_ports_where_its_own_are_taken_meanwhile() throws Exception {
        var first = LocalServer.start(home("home"), progress);
        first.stop();

        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var own = new ServerPorts(taken.getLocalPort(), first.ui().getPort());
            new ServerFiles(home("home").toAbsolutePath()).write(new ServerFiles.Started(first.process(), own));
            var second = LocalServer.start(home("home"), progress);

            assertThat(portOf(second.address())).isNotEqualTo(taken.getLocalPort());
            assertThat(said()).contains("port " + taken.getLocalPort()).contains(second.address());
        }
    }

    @Test
    void it_never_stops_another_process() throws Exception {
        var server = LocalServer.start(home("home"), progress);
        server.stop();
        var bystander = new ProcessBuilder("sleep", "600").start();
        try {
            var files = new ServerFiles(home("home").toAbsolutePath());
            files.write(new ServerFiles.Started(
                    new ProcessIdentity(bystander.pid(), server.process().started()), ServerPorts.DEFAULT_PORTS));

            assertThat(LocalServer.find(home("home"))).isEmpty();
            new ProcessIdentity(bystander.pid(), server.process().started()).end(Duration.ofSeconds(1));

            assertThat(bystander.isAlive()).isTrue();
        } finally {
            bystander.destroyForcibly();
        }
    }

    @Test
    void the_server_of_a_copied_note_is_neither_used_nor_stopped() throws Exception {
        var original = LocalServer.start(home("home1"), progress);
        Files.createDirectories(home("home2/server"));
        for (var note : List.of("running.json", "ports.json")) {
            Files.copy(home("home1/server/" + note), home("home2/server/" + note));
        }

        assertThat(LocalServer.find(home("home2"))).isEmpty();
        var own = LocalServer.start(home("home2"), progress);
        own.stop();

        assertThat(own.address()).isNotEqualTo(original.address());
        assertThat(original.process().isRunning()).isTrue();
    }

    @Test
    void a_server_of_another_home_is_spoken_to_only_by_its_name() throws Exception {
        var server = LocalServer.start(home("home1"), progress);
        var found = Optional.of(server.address());
        var own = Files.createDirectories(home("home1")).toRealPath();
        var other = Files.createDirectories(home("home2")).toRealPath();

        assertThatThrownBy(() -> Connection.open(IntendedServer.ofHome(other, found), "default"))
                .isInstanceOfSatisfying(RequestFailed.class, failed -> {
                    assertThat(failed)
                            .hasMessage("the Temporal server at %s belongs to another home, %s; yours, %s, runs none"
                                    .formatted(server.address(), own, other));
                    assertThat(failed.remedy()).contains("--address " + server.address(), "NORN_HOME=" + own);
                });
        Connection.open(IntendedServer.ofHome(own, found), "default").close();
        Connection.open(IntendedServer.named(server.address()), "default").close();
    }

    @Test
    void a_home_that_is_a_file_is_refused_with_a_remedy() throws Exception {
        var file = Files.writeString(folder.resolve("file"), "not a folder");

        assertThatThrownBy(() -> LocalServer.start(file, progress))
                .isInstanceOfSatisfying(RequestFailed.class, failed -> {
                    assertThat(failed.kind()).isEqualTo(RequestFailed.Kind.CONFIGURATION);
                    assertThat(failed).hasMessageContaining(file.toString());
                    assertThat(failed.remedy()).contains("NORN_HOME=");
                });
    }

    @Test
    void a_server_that_ends_at_its_start_says_why() throws Exception {
        var files = new ServerFiles(home("home").toAbsolutePath());
        Files.createDirectories(files.folder());
        Files.writeString(files.data(), "this is not a database");

        assertThatThrownBy(() -> LocalServer.start(home("home"), progress))
                .isInstanceOfSatisfying(RequestFailed.class, failed -> {
                    assertThat(failed.kind()).isEqualTo(RequestFailed.Kind.UNAVAILABLE);
                    assertThat(failed).hasMessageContaining("file is not a database");
                });
        assertThat(LocalServer.find(home("home"))).isEmpty();
    }

    private Path home(String name) {
        return folder.resolve(name);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private static int portOf(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** A run that no worker ever takes: it stays open as long as the data does. */
    private static WorkflowExecution startRun(LocalServer server) {
        return on(
                server,
                service -> WorkflowClient.newInstance(service)
                        .newUntypedWorkflowStub(
                                "Nobody",
                                WorkflowOptions.newBuilder()
                                        .setTaskQueue("none")
                                        .build())
                        .start());
    }

    private static boolean isRunning(LocalServer server, WorkflowExecution run) {
        return on(
                        server,
                        service -> WorkflowClient.newInstance(service)
                                .newUntypedWorkflowStub(run.getWorkflowId())
                                .describe()
                                .getStatus())
                .name()
                .endsWith("RUNNING");
    }

    private static <T> T on(LocalServer server, Function<WorkflowServiceStubs, T> question) {
        var service = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(server.address())
                .build());
        try {
            return question.apply(service);
        } finally {
            service.shutdownNow();
        }
    }
}
