package norn.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import norn.rehearsal.system.ProcessStopper;
import norn.rehearsal.system.RunningProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class SandboxLifecycleTest {
    @TempDir
    private Path directory;

    @Test
    void a_sandbox_is_stopped_and_started_by_any_process_as_often_as_needed() throws IOException {
        var root = directory.resolve("sandbox");
        var made =
                Sandbox.create(root, SandboxOptions.standard().withSizeGb(0.02).withPlayers(2), line -> {});
        try {
            var first = running(root);
            Sandbox.open(root).start();
            assertThat(running(root)).isEqualTo(first);

            Sandbox.open(root).stop();
            Sandbox.open(root).stop();
            assertThat(running(root)).isEmpty();

            var confirmed = made.ledger().entries().size();
            Sandbox.open(root).start();
            assertThat(running(root)).hasSize(6).doesNotContainAnyElementsOf(first);
            await().until(() -> made.ledger().entries().size() > confirmed);
            assertThat(made.compareLedger().lost()).isZero();

            var dashboard = Sandbox.service(made.description(), Sandbox.DASHBOARD);
            ProcessStopper.stop(dashboard.pidFile(), "TERM");
            Files.delete(dashboard.pidFile()); // as Norn leaves a service that it has stopped
            Sandbox.open(root).stop();
            Sandbox.open(root).start();
            assertThat(running(root)).hasSize(5);
            assertThat(RunningProcess.of(dashboard.pidFile())).isEmpty();
        } finally {
            made.destroy();
        }
        assertThat(root).doesNotExist();
    }

    @Test
    void a_directory_that_is_not_empty_is_left_alone() throws IOException {
        Files.writeString(directory.resolve("mine"), "precious");

        assertThatThrownBy(() -> Sandbox.create(directory, SandboxOptions.standard(), line -> {}))
                .hasMessage(directory + " is not empty: open the sandbox that is there, or name another directory.");
        assertThat(directory.resolve("mine")).hasContent("precious");
    }

    @Test
    void a_missing_sandbox_is_reported() {
        assertThatThrownBy(() -> Sandbox.open(directory))
                .hasMessage(
                        "there is no sandbox in %s: sandbox.json is missing. Make one there, or name another directory."
                                .formatted(directory));
    }

    @Test
    void a_pid_that_is_another_process_by_now_is_not_touched() throws IOException {
        var pidFile = directory.resolve("other.pid");
        Files.writeString(pidFile, "%d 1%n".formatted(ProcessHandle.current().pid()));

        assertThat(RunningProcess.of(pidFile)).isEmpty();
        ProcessStopper.stop(pidFile, "TERM");
    }

    private static List<RunningProcess> running(Path root) throws IOException {
        try (var files = Files.list(root.resolve("run"))) {
            return files.sorted()
                    .map(RunningProcess::of)
                    .flatMap(Optional::stream)
                    .toList();
        }
    }
}
