package norn.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import norn.run.TaskQueues;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every history that was ever stored replays, for ever: a deployment may be under way while Norn is updated. */
@Tag("server")
class ReplayTest {
    private static final Path HISTORIES = Path.of("src/test/resources/histories");
    /** Rollbacks that a person started. */
    private static final List<String> STANDALONE = List.of("alone", "handed-over");

    /** The first replay of a cold process takes its time. */
    private static final Duration TASK_TIMEOUT = Duration.ofSeconds(30);

    private static TestWorkflowEnvironment environment;
    private static Worker worker;

    @BeforeAll
    static void start() {
        environment = TestWorkflowEnvironment.newInstance();
        worker = environment.newWorker(
                TaskQueues.NORN,
                WorkerOptions.newBuilder()
                        .setDefaultDeadlockDetectionTimeout(TASK_TIMEOUT.toMillis())
                        .build());
        Workflows.registerIn(worker);
    }

    @AfterAll
    static void end() {
        environment.close();
    }

    static Stream<Path> histories() throws IOException {
        try (var files = Files.walk(HISTORIES)) {
            return files.filter(Files::isRegularFile).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("histories")
    void a_stored_history_replays(Path file) throws Exception {
        var history = WorkflowExecutionHistory.fromJson(json(file), id(file));

        worker.replayWorkflowExecution(history);
    }

    @Test
    void there_are_histories_of_each_ending_and_of_full_runs() throws IOException {
        assertThat(histories().map(file -> HISTORIES.relativize(file).toString()))
                .contains(
                        "Deployment/successful-1.json",
                        "Deployment/partial-1.json",
                        "Deployment/abandoned-1.json",
                        "Deployment/cancelled-1.json",
                        "Deployment/rolled-back-1.json",
                        "Deployment/rollback-failed-1.json",
                        "Deployment/reset-1.json",
                        "Deployment/superseded-1.json.gz",
                        "Deployment/full-1.json.gz",
                        "PreDeployment/full-1.json.gz",
                        "DeploymentDay/full-1.json.gz",
                        "PostDeployment/full-1.json.gz",
                        "PostDeployment/full-1.run-1.json.gz",
                        "Rollback/rolled-back-1.json",
                        "Rollback/alone-1.json",
                        "Rollback/handed-over-1.json",
                        "EnvironmentLock/successful-1.json");
    }

    private static String json(Path file) throws IOException {
        try (var in = file.toString().endsWith(".gz")
                ? new GZIPInputStream(Files.newInputStream(file))
                : Files.newInputStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The id of the run, as the recorder and the deployments make it from the name and the type. */
    private static String id(Path file) {
        var name = file.getFileName().toString().replaceFirst("(\\.run-\\d+)?\\.json(\\.gz)?$", "");
        var type = file.getParent().getFileName().toString();
        if (type.equals("EnvironmentLock")) {
            return "norn/" + name;
        }
        if (type.equals("Deployment") || STANDALONE.stream().anyMatch(name::startsWith)) {
            return name;
        }
        return name + "/" + type.replaceAll("(.)([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
