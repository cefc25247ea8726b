package norn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import norn.client.Connection;
import norn.client.Runs;
import norn.client.StartRequest;
import norn.local.server.LocalServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worker as a service of its host: a real process, on a real server. */
class WorkerServiceIT {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final String ENVIRONMENT = """
        environment: slow
        runbook: slow
        policy:
          pace: asap
          anyone: true
        host:
          records: %s
          probes:
            timeout: 2m
            named:
              slow: {kind: command, command: [%s]}
        """;
    private static final String CACHE = "  cache: {url: 'redis://127.0.0.1:1'}\n";
    private static final String RUNBOOK = """
        runbook: slow
        title: A step that waits
        phases:
          pre-deployment:
            title: Waiting
            sections:
              - id: waiting
                title: Waiting
                steps:
                  - {id: wait, title: Wait, do: {probe: {probe: slow}}, limit: 3m}
        """;
    private static final String COMMAND = """
        #!/bin/sh
        cd %s
        : > begun-$$
        while [ ! -e go ]; do sleep 0.1; done
        : > done-$$
        """;
    private static final Pattern HEALTH = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/health");

    @TempDir
    private static Path home;

    private static LocalServer server;
    private static Connection connection;

    @TempDir
    private Path config;

    private final List<Typed> processes = new ArrayList<>();

    /** A worker, and where its output goes. */
    private record Typed(Process process, Path out, Path log) {
        int port() throws IOException {
            var found = HEALTH.matcher(Files.readString(out));
            return found.find() ? Integer.parseInt(found.group(1)) : 0;
        }

        String logged() throws IOException {
            return Files.readString(log);
        }
    }

    @BeforeAll
    static void server() {
        server = LocalServer.start(home, new PrintStream(PrintStream.nullOutputStream()));
        connection = Connection.open(server.address(), "default");
    }

    @AfterAll
    static void stop() {
        connection.close();
        server.stop();
    }

    @BeforeEach
    void an_environment_with_one_step_that_waits() throws IOException {
        Files.createDirectories(config.resolve("environments"));
        Files.createDirectories(config.resolve("runbooks"));
        var command = config.resolve("slow");
        Files.writeString(command, COMMAND.formatted(config));
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(
                config.resolve("environments/slow.yaml"), ENVIRONMENT.formatted(config.resolve("records"), command));
        Files.writeString(config.resolve("runbooks/slow.yaml"), RUNBOOK);
    }

    @AfterEach
    void end() throws InterruptedException {
        for (var typed : processes) {
            typed.process().destroyForcibly().waitFor(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void of_two_workers_one_stands_by_and_takes_over_within_seconds_of_a_kill_in_mid_step() throws Exception {
        var first = worker();
        awaitReady(first);
        var second = worker("--log-format", "json");
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(get(second, "/ready").body())
                        .isEqualTo(
                                "{\"status\":\"standing by\",\"reasons\":[\"process %d is the worker of this host; this one takes over once that has ended\"]}\n"
                                        .formatted(first.process().pid())));
        assertThat(get(second, "/ready").statusCode()).isEqualTo(503);
        assertThat(get(second, "/health").statusCode()).isEqualTo(200);
        assertThat(numbers(second)).contains("norn_worker_active 0.0", "norn_worker_ready 0.0");
        deploy("taken-over");

        first.process().destroyForcibly();
        var killedAt = System.nanoTime();
        await().atMost(LONG).until(() -> second.logged().contains("\"event\":\"worker-started\""));
        var tookOver = Duration.ofNanos(System.nanoTime() - killedAt);

        assertThat(tookOver).isLessThan(Duration.ofSeconds(10));
        await().atMost(LONG).until(() -> marks("begun").size() == 2);
        letGo();
        assertThat(ended("taken-over")).isEqualTo("SUCCESSFUL");
        assertThat(marks("done")).hasSize(1);
        awaitReady(second);
        assertThat(second.logged().lines().filter(line -> !line.startsWith("norn: ")))
                .allMatch(line -> line.startsWith("{\"time\":"))
                .anyMatch(line -> line.contains("\"event\":\"standing-by\""))
                .anyMatch(line -> line.contains("\"event\":\"place-taken\""))
                .anyMatch(line -> line.contains("\"event\":\"action-done\"")
                        && line.contains("\"deployment\":\"taken-over\",\"step\":\"wait\",\"attempt\":\"1\""));
    }

    @Test
    void checked_it_says_what_it_reaches_and_what_it_does_not() throws Exception {
        var well = check();

        assertThat(well.err()).isEmpty();
        assertThat(well.out()).contains("ok          task queue norn: ");
        assertThat(well.out().lines().filter(line -> !line.contains("task queue")))
                .containsExactly(
                        "ok          configuration " + config,
                        "ok          Temporal server " + server.address(),
                        "ok          namespace default",
                        "ok          search attributes: all 5",
                        "ok          environment slow: file, secrets and runbook");
        assertThat(well.exitCode()).isZero();

        var environment = config.resolve("environments/slow.yaml");
        Files.writeString(environment, CACHE, StandardOpenOption.APPEND);
        var unreachable = check();

        assertThat(unreachable.out()).contains("unreachable environment slow: cache redis://127.0.0.1:1: ");
        assertThat(unreachable.exitCode()).isEqualTo(69);

        Files.writeString(environment, "  chanels: {}\n", StandardOpenOption.APPEND);
        var wrong = check();

        assertThat(wrong.out()).contains("wrong       environment slow: ", "chanels", "Did you mean channels?");
        assertThat(wrong.exitCode()).isEqualTo(78);
    }

    private CliResult check() {
        return CliResult.command("worker", "--check", "--address", server.address(), "--config", config.toString());
    }

    @Test
    void asked_to_end_it_exits_0_within_its_time_and_the_next_worker_begins_the_long_action_again() throws Exception {
        var first = worker("--stop-timeout", "3s");
        awaitReady(first);
        var next = worker();
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(get(next, "/ready").body()).contains("standing by"));
        deploy("handed-over");

        var begun = System.nanoTime();
        first.process().destroy();

        assertThat(first.process().waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(first.process().exitValue()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        assertThat(first.logged()).contains("event=action-handed-over ", "event=worker-ended");
        assertThat(marks("done")).isEmpty();
        await().atMost(LONG).until(() -> marks("begun").size() == 2);
        letGo();
        assertThat(ended("handed-over")).isEqualTo("SUCCESSFUL");
        assertThat(marks("done")).hasSize(1);
    }

    /** Its lock is in a folder that nobody finds any more: the next worker would work beside it. */
    @Test
    void a_worker_whose_home_was_replaced_says_so_and_ends() throws Exception {
        var own = config.resolve("home");
        var first = workerIn(own);
        awaitReady(first);

        Files.move(own, config.resolve("moved"));
        Files.createDirectories(own);

        assertThat(first.process().waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(first.process().exitValue()).isEqualTo(78);
        assertThat(first.logged().replaceAll("\\s+", " "))
                .contains("event=home-lost folder=" + own.resolve("locks"))
                .contains("locks was deleted or replaced while this worker ran");
        awaitReady(workerIn(own));
    }

    @Test
    void asked_to_end_it_lets_a_short_action_end() throws Exception {
        var worker = worker("--stop-timeout", "30s");
        awaitReady(worker);
        deploy("ended");

        worker.process().destroy();
        await().atMost(LONG).until(() -> !get(worker, "/ready").body().contains("\"ready\""));
        letGo();

        assertThat(worker.process().waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(worker.process().exitValue()).isZero();
        assertThat(marks("done")).hasSize(1);
        assertThat(worker.logged()).contains("event=action-done ").doesNotContain("event=action-handed-over");
        connection.workflow("ended").terminate("the test is over");
    }

    @Test
    void it_says_how_runs_stand_and_which_environment_it_cannot_read() throws Exception {
        var worker = worker();
        awaitReady(worker);
        deploy("measured");

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(numbers(worker))
                        .contains(
                                "norn_deployments{environment=\"slow\",status=\"running\"} 1.0",
                                "norn_steps{environment=\"slow\",state=\"running\"} 1.0",
                                "norn_runs_read_failures_total 0.0",
                                "norn_environment_readable{environment=\"slow\"} 1.0"));
        Files.writeString(config.resolve("environments/broken.yaml"), "environment: broken\n");
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(get(worker, "/ready").body())
                        .isEqualTo("{\"status\":\"not ready\",\"reasons\":[\"environment broken cannot be read:"
                                + " 'norn environment check broken' says why\"]}\n"));
        assertThat(numbers(worker))
                .contains("norn_worker_ready 0.0", "norn_environment_readable{environment=\"broken\"} 0.0");
        assertThat(worker.logged()).doesNotContain("event=runs-not-read");
        letGo();
        assertThat(ended("measured")).isEqualTo("SUCCESSFUL");
    }

    /** Starts a deployment whose only step waits until it is let go, and waits until it has begun. */
    private void deploy(String id) {
        Runs.start(connection, id, StartRequest.deployment("v1.0.0", "slow").phases(List.of("pre-deployment")));
        await().atMost(LONG).until(() -> marks("begun").size() == 1);
    }

    private String ended(String id) {
        return connection.workflow(id).getResult(JsonNode.class).path("status").asText();
    }

    private void letGo() throws IOException {
        Files.createFile(config.resolve("go"));
    }

    private List<String> marks(String prefix) throws IOException {
        try (var files = Files.list(config)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.startsWith(prefix + "-"))
                    .toList();
        }
    }

    private Typed worker(String... options) throws IOException {
        return workerIn(home, options);
    }

    private Typed workerIn(Path home, String... options) throws IOException {
        var words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "norn.cli.Main",
                "worker",
                "--address",
                server.address(),
                "--config",
                config.toString()));
        words.addAll(List.of(options));
        var builder = new ProcessBuilder(words);
        builder.environment().put("NORN_HOME", home.toString());
        builder.environment().put("NORN_HEALTH_PORT", "0");
        var number = processes.size();
        var out = config.resolve("out" + number);
        var log = config.resolve("log" + number);
        var typed = new Typed(
                builder.redirectOutput(out.toFile()).redirectError(log.toFile()).start(), out, log);
        processes.add(typed);
        return typed;
    }

    private static void awaitReady(Typed worker) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(get(worker, "/ready").body()).isEqualTo("{\"status\":\"ready\"}\n"));
    }

    /** Norn's own metrics. */
    private static List<String> numbers(Typed worker) throws Exception {
        return get(worker, "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("norn_"))
                .toList();
    }

    private static HttpResponse<String> get(Typed worker, String path) throws Exception {
        var uri = URI.create("http://127.0.0.1:%d%s".formatted(worker.port(), path));
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | IllegalArgumentException notYet) {
            throw new AssertionError(worker.logged(), notYet);
        }
    }
}
