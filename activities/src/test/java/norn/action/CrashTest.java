package norn.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import norn.code.GitRepository;
import norn.exec.PidFile;
import norn.exec.Ports;
import norn.state.Evidence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker dies between the lines of an action; another tries again. Everything is done once, and nothing is half done. */
class CrashTest {
    @TempDir
    Path root;

    private final FakeWebServer web = new FakeWebServer();
    private final int port = FreePort.next();
    private ActionHarness harness;

    @BeforeEach
    void a_small_environment() {
        GitRepository.create(root.resolve("repository"))
                .file("program", "#!/bin/sh\n")
                .file("template.env", "KEY=\n")
                .tag("v1.0.0");
        web.page("/hook", 200, "");
        harness = SmallEnvironment.harness(root, port, web.url("/hook"));
    }

    @AfterEach
    void nothing_is_left() {
        new PidFile(root.resolve("tiny.pid")).recorded().ifPresent(group -> group.end(Duration.ZERO));
        web.close();
    }

    private void dies(String action, String at, String... options) {
        var words =
                new ArrayList<>(List.of(root.toString(), Integer.toString(port), web.url("/hook"), action, action, at));
        words.addAll(List.of(options));
        try {
            assertThat(KilledJvm.run(root, KillableWorker.class, words.toArray(String[]::new)))
                    .as("killed at " + at)
                    .isTrue();
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private Evidence retry(String action, Object... options) {
        return harness.run(action, options);
    }

    @Test
    void a_check_out_is_whole_or_not_there() throws Exception {
        for (var at : List.of("part 1", "copying shared", "part 2", "check-out: after")) {
            dies("check-out", at);
            if (Files.exists(root.resolve("releases/v1.0.0"))) {
                assertThat(root.resolve("releases/v1.0.0/program")).exists();
            }
            if (!at.endsWith("after")) {
                assertThat(root.resolve("releases/v1.0.0")).doesNotExist();
            }
        }

        assertThat(retry("check-out").outcome()).isEqualTo(Evidence.Outcome.ALREADY_SO);
        try (var all = Files.list(root.resolve("releases"))) {
            assertThat(all.map(path -> path.getFileName().toString())).containsExactly("v1.0.0");
        }
    }

    @Test
    void a_build_that_is_done_is_not_done_again() throws Exception {
        retry("check-out");
        dies("build", "build: after");
        retry("build");
        dies("activate", "part 1");
        assertThat(root.resolve("active")).doesNotExist();
        dies("activate", "activate: after");

        assertThat(retry("activate").outcome()).isEqualTo(Evidence.Outcome.ALREADY_SO);
        assertThat(Files.readAllLines(root.resolve("counted"))).hasSize(1);
        assertThat(Files.readSymbolicLink(root.resolve("active"))).isEqualTo(Path.of("releases/v1.0.0"));
    }

    @Test
    void a_service_is_started_once_and_survives_its_worker() {
        retry("check-out");
        retry("build");
        retry("activate");
        dies("start-service", "part 1");
        assertThat(root.resolve("tiny.pid")).doesNotExist();
        dies("start-service", "waiting: ");
        var pid = new PidFile(root.resolve("tiny.pid")).process().orElseThrow().pid();

        var evidence = retry("start-service");

        assertThat(evidence.values()).containsEntry("tiny.pid", pid).containsEntry("tiny.release", "v1.0.0");
        dies("stop-service", "waiting for processes");
        assertThat(retry("stop-service").outcome()).isIn(Evidence.Outcome.DONE, Evidence.Outcome.ALREADY_SO);
        await().until(() -> !Ports.isTaken(port));
        retry("verify-stopped");
    }

    @Test
    void settings_and_maintenance_mode_are_whole() throws Exception {
        retry("check-out");
        dies("configure", "part 1");
        assertThat(root.resolve("releases/v1.0.0/.env")).doesNotExist();
        retry("configure");
        Files.writeString(root.resolve("maintenance.txt"), "closed: no\nother: 1\n");
        dies("enable-maintenance", "part 1");
        assertThat(root.resolve("maintenance.txt")).hasContent("closed: no\nother: 1");
        dies("enable-maintenance", "enable-maintenance: after");

        assertThat(retry("enable-maintenance").outcome()).isEqualTo(Evidence.Outcome.ALREADY_SO);
        retry("disable-maintenance");
        assertThat(root.resolve("maintenance.txt")).hasContent("closed: no\nother: 1");
    }

    @Test
    void a_notice_and_a_costly_probe_go_out_once() throws Exception {
        dies("announce", "announce: after", "audience", "stakeholders", "message", "operational");
        retry("announce", "audience", "stakeholders", "message", "operational");
        assertThat(web.requests()).hasSize(1);
        dies("announce", "announce: after", "audience", "players", "message", "operational");
        retry("announce", "audience", "players", "message", "operational");
        assertThat(Files.readAllLines(root.resolve("notices.jsonl"))).hasSize(1);

        dies("probe", "probe: after", "probe", "story");
        var evidence = retry("probe", "probe", "story");
        assertThat(web.requests()).hasSize(2);
        assertThat(evidence.values()).containsAllEntriesOf(Map.of("ranBefore", true, "outcomeKnown", true));
    }
}
