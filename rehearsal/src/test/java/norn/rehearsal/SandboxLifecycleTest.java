package norn.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** As whoever is ended in the middle of making, or deleting, leaves it. */
    @Test
    void what_is_left_of_a_sandbox_is_deleted_by_the_next() throws IOException {
        var root = Files.createDirectories(directory.resolve("sandbox"));
        SandboxFile.begin(root);
        Files.writeString(root.resolve("sandbox.json"), "{}");
        Files.createSymbolicLink(root.resolve("active"), root.resolve("releases/gone"));
        Files.createDirectories(root.resolve("data/base"));
        assertThat(Sandbox.isUnfinished(root)).isTrue();

        Sandbox.deleteFiles(root);

        assertThat(root).doesNotExist();
    }

    @Test
    void what_was_left_before_anything_was_made_is_in_nobodys_way() throws Exception {
        Files.writeString(directory.resolve("unfinished"), "");
        Files.writeString(directory.resolve("sandbox.json.new"), "{");
        var release = Files.createDirectory(directory.resolve("release"));
        var left =
                new ProcessBuilder("sleep", "600").directory(release.toFile()).start();
        Files.delete(release);

        var made = Sandbox.create(
                directory, SandboxOptions.standard().withSizeGb(0.02).withPlayers(1), line -> {});
        try {
            assertThat(Sandbox.isUnfinished(directory)).isFalse();
            assertThat(left.waitFor()).isNotZero();
        } finally {
            made.destroy();
        }
    }

    /** One that is ended while it stops everything in a folder where it runs itself would stop nothing more. */
    static final class Stopper {
        private Stopper() {}

        public static void main(String[] words) {
            ProcessStopper.stopWithin(Path.of(words[0]));
            System.out.print("stopped");
        }
    }

    @Test
    void who_stops_what_runs_in_a_folder_does_not_stop_itself_there() throws Exception {
        var other =
                new ProcessBuilder("sleep", "600").directory(directory.toFile()).start();
        var java = ProcessHandle.current().info().command().orElse("java");
        var stopper = new ProcessBuilder(
                        "setsid",
                        "sh",
                        "-c",
                        "\"$@\"; echo ' it'",
                        "sh",
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                                .collect(Collectors.joining(File.pathSeparator)),
                        Stopper.class.getName(),
                        directory.toString())
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();

        assertThat(new String(stopper.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("stopped it\n");
        assertThat(other.waitFor()).isNotZero();
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
