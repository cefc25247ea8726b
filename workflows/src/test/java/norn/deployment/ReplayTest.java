package norn.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.WorkflowReplayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every history that was ever stored replays, for ever: a deployment may be under way while Norn is updated. */
class ReplayTest {
    private static final Path HISTORIES = Path.of("src/test/resources/histories");

    static Stream<Path> histories() throws IOException {
        try (var files = Files.walk(HISTORIES)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("histories")
    void a_stored_history_replays(Path file) throws Exception {
        var history = WorkflowExecutionHistory.fromJson(Files.readString(file), id(file));

        WorkflowReplayer.replayWorkflowExecution(history, DeploymentImpl.class, others());
    }

    @Test
    void there_are_histories_of_each_ending() throws IOException {
        assertThat(histories().map(file -> HISTORIES.relativize(file).toString()))
                .contains(
                        "Deployment/successful-1.json",
                        "Deployment/rolled-back-1.json",
                        "Deployment/abandoned-1.json",
                        "Rollback/rolled-back-1.json",
                        "Rollback/alone-1.json");
    }

    /** The recorder calls a deployment by the name of the file, and phases as deployments call them. */
    private static String id(Path file) {
        var name = file.getFileName().toString().replace(".json", "");
        var type = file.getParent().getFileName().toString();
        if (type.equals("Deployment") || name.startsWith("alone")) {
            return name;
        }
        return name + "/" + type.replaceAll("(.)([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static Class<?>[] others() {
        return List.of(Workflows.TYPES).stream()
                .filter(type -> type != DeploymentImpl.class)
                .toArray(Class<?>[]::new);
    }
}
