package norn.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.action.FreePort;
import norn.action.SettingsText;
import norn.code.CodeSettings;
import norn.exec.PidFile;
import norn.exec.Ports;
import norn.exec.ProcessGroup;
import norn.exec.ProcessStat;
import norn.probe.ProbeSettings;
import norn.runbook.Durations;
import norn.state.Evidence.Outcome;
import norn.yaml.Problems;
import norn.yaml.RecordReader;
import norn.yaml.YamlFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceTest {
    @TempDir
    Path root;

    private final int port = FreePort.next();
    private PidFile pidFile;

    @BeforeEach
    void two_releases_one_active() throws Exception {
        for (var release : List.of("v0.9.0", "v1.0.0")) {
            Files.createDirectories(root.resolve("releases").resolve(release).resolve("ai"));
            Files.writeString(root.resolve("releases/%s/ai/.env".formatted(release)), "MODE='balanced one'\n");
        }
        Files.createSymbolicLink(root.resolve("active"), Path.of("releases/v1.0.0"));
        pidFile = new PidFile(root.resolve("run/ai.pid"));
    }

    @AfterEach
    void nothing_is_left() {
        pidFile.recorded().ifPresent(group -> group.end(Duration.ZERO));
    }

    private ActionHarness harness(String how) {
        return harness(how, Duration.ofSeconds(20));
    }

    private ActionHarness harness(String how, Duration startTimeout) {
        return harness(SettingsText.read(
                ServiceManager.class,
                """
                manager: process
                command: %1$s
                directory: ai
                pidFile: %2$s
                log: %3$s/log/ai.log
                environmentFile: ai/.env
                ports: [%4$d]
                probe: health
                startTimeout: %5$s
                stable: 300ms
                stopTimeout: 700ms
                """,
                TinyService.command(port, how),
                pidFile.path(),
                root,
                port,
                Durations.text(startTimeout)));
    }

    private ActionHarness harness(ServiceManager service) {
        var code = new CodeSettings(
                "/nowhere", root.resolve("releases"), root.resolve("active"), List.of("git"), 5, List.of(), Map.of());
        var probes = SettingsText.read(ProbeSettings.class, """
                timeout: 2s
                named:
                  health: {kind: http, urls: ['http://127.0.0.1:%d/health'], expect: {$.status: healthy}}
                """, port);
        return new ActionHarness(
                root.resolve("records"), code, probes, new ServiceSettings(Map.of("ai-service", service)));
    }

    @Test
    void a_service_is_started_from_the_active_release_once() throws Exception {
        var harness = harness("healthy");

        var evidence = harness.run("start-service");

        var pid = pidFile.process().orElseThrow().pid();
        assertThat(evidence.outcome()).isEqualTo(Outcome.DONE);
        assertThat(evidence.values())
                .containsEntry("ai-service.pid", pid)
                .containsEntry("ai-service.release", "v1.0.0");
        assertThat(root.resolve("log/ai.log"))
                .content()
                .contains("here %s mode balanced one"
                        .formatted(root.resolve("releases/v1.0.0/ai").toRealPath()));
        assertThat(Files.readString(pidFile.path())).matches("\\d+ \\d+\n");
        assertThat(harness.run("start-service").outcome()).isEqualTo(Outcome.ALREADY_SO);
        assertThat(harness.run("ensure-running").outcome()).isEqualTo(Outcome.ALREADY_SO);
        assertThat(pidFile.process().orElseThrow().pid()).isEqualTo(pid);
    }

    /** A service written by somebody else: no health page, an open port is enough. */
    private ActionHarness harness(String program, String text) throws IOException {
        var file = root.resolve("releases/v1.0.0/ai").resolve(program);
        Files.writeString(file, text.replace("PORT", String.valueOf(port)));
        file.toFile().setExecutable(true);
        return harness(SettingsText.read(ServiceManager.class, """
                manager: process
                command: [./%1$s]
                directory: ai
                pidFile: %2$s
                log: %3$s/log/ai.log
                ports: [%4$d]
                stable: 300ms
                stopTimeout: 700ms
                """, program, pidFile.path(), root, port));
    }

    @Test
    void a_service_that_works_elsewhere_is_of_the_release_that_it_was_started_from() throws Exception {
        var harness = harness("serve.py", """
                #!/usr/bin/env python3
                import http.server, os
                os.chdir("/")
                http.server.HTTPServer(("127.0.0.1", PORT), http.server.SimpleHTTPRequestHandler).serve_forever()
                """);

        assertThat(harness.run("start-service").values()).containsEntry("ai-service.release", "v1.0.0");
        assertThat(harness.run("start-service").outcome()).isEqualTo(Outcome.ALREADY_SO);
        assertThat(harness.run("stop-service").outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void a_child_in_a_session_of_its_own_ends_with_its_service() throws Exception {
        var harness = harness("launch.py", """
                #!/usr/bin/env python3
                import subprocess, sys, time
                subprocess.Popen([sys.executable, "-m", "http.server", "PORT", "--bind", "127.0.0.1"], start_new_session=True)
                time.sleep(60)
                """);

        assertThat(harness.run("start-service").outcome()).isEqualTo(Outcome.DONE);
        assertThat(harness.run("stop-service").outcome()).isEqualTo(Outcome.DONE);
        assertThat(Ports.isTaken(port)).isFalse();
    }

    @Test
    void a_service_that_goes_into_the_background_is_started_once_and_can_be_stopped() throws Exception {
        var harness = harness("start.sh", """
                #!/bin/sh
                setsid python3 -m http.server PORT --bind 127.0.0.1 >/dev/null 2>&1 &
                echo started
                exit 0
                """);

        assertThat(harness.run("start-service").outcome()).isEqualTo(Outcome.DONE);
        assertThat(harness.run("start-service").outcome()).isEqualTo(Outcome.ALREADY_SO);
        assertThat(harness.run("stop-service").outcome()).isEqualTo(Outcome.DONE);
        assertThat(Ports.isTaken(port)).isFalse();
    }

    @Test
    void a_service_is_stopped_and_nothing_of_it_is_left() {
        var harness = harness("healthy");
        harness.run("start-service");
        var group = pidFile.process().orElseThrow();

        var stopped = harness.run("stop-service");

        assertThat(stopped.outcome()).isEqualTo(Outcome.DONE);
        assertThat(group.alive()).isEmpty();
        assertThat(pidFile.path()).doesNotExist();
        assertThat(harness.run("stop-service").outcome()).isEqualTo(Outcome.ALREADY_SO);
        assertThat(harness.run("verify-stopped").summary()).isEqualTo("ai-service down, ports free");
    }

    @Test
    void a_service_that_ignores_the_request_to_end_is_killed() {
        var harness = harness("ignores-term");
        harness.run("start-service");

        var stopped = harness.run("stop-service");

        assertThat(stopped.values()).containsEntry("killed", true);
        assertThat(Ports.isTaken(port)).isFalse();
    }

    @Test
    void a_service_that_hangs_is_found_and_can_be_stopped() throws Exception {
        var harness = harness("healthy", Duration.ofSeconds(1));
        harness.run("start-service");
        var pid = pidFile.process().orElseThrow().pid();
        new ProcessBuilder("kill", "-STOP", Long.toString(pid)).start().waitFor();
        await().until(() -> isStopped(pid));

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("ensure-running"));
        harness.run("stop-service");

        assertThat(failed.error()).isEqualTo("NotHealthy");
        assertThat(ProcessGroup.of(pid)).isEmpty();
    }

    private static boolean isStopped(long pid) throws IOException {
        try (var threads = Files.list(Path.of("/proc/%d/task".formatted(pid)))) {
            for (var thread : threads.toList()) {
                if (!Files.readString(thread.resolve("stat")).contains(") T ")) {
                    return false;
                }
            }
        }
        return true;
    }

    @Test
    void a_service_that_dies_is_reported_at_once_with_its_exit_code_and_last_lines() {
        var begin = System.nanoTime();

        var failed =
                catchThrowableOfType(ActionFailed.class, () -> harness("dies").run("start-service"));

        assertThat(failed.error()).isEqualTo("ServiceDied");
        assertThat(failed)
                .hasMessageStartingWith("ai-service died while starting: exit code 3, its last lines are saved. Read ")
                .hasMessageNotContaining("world_problems");
        assertThat(Path.of(failed.getMessage().replaceFirst(".* Read ", "")))
                .content()
                .contains("ERROR column world_problems.zone is missing");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void a_service_that_is_up_but_unhealthy_does_not_count_as_started() {
        var failed = catchThrowableOfType(
                ActionFailed.class,
                () -> harness("unhealthy", Duration.ofSeconds(2)).run("start-service"));

        assertThat(failed.error()).isEqualTo("NotHealthy");
        assertThat(failed).hasMessageContaining("$.status is degraded instead of healthy");
    }

    @Test
    void a_service_of_another_release_is_not_taken_for_this_one() throws Exception {
        var harness = harness("healthy");
        Files.delete(root.resolve("active"));
        Files.createSymbolicLink(root.resolve("active"), Path.of("releases/v0.9.0"));
        harness.run("start-service");
        Files.delete(root.resolve("active"));
        Files.createSymbolicLink(root.resolve("active"), Path.of("releases/v1.0.0"));

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("start-service"));

        assertThat(failed.error()).isEqualTo("RunsAnotherRelease");
    }

    @Test
    void a_pid_file_that_names_another_process_ends_nobody() throws Exception {
        var other = new ProcessBuilder("sleep", "60").start();
        try {
            Files.createDirectories(root.resolve("run"));
            Files.writeString(pidFile.path(), other.pid() + " 1\n"); // the pid was used again: another start time

            var stopped = harness("healthy").run("stop-service");

            assertThat(stopped.outcome()).isEqualTo(Outcome.ALREADY_SO);
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void a_port_that_somebody_else_holds_is_reported_with_its_holder() throws Exception {
        try (var other = new ServerSocket(port, 5, InetAddress.getLoopbackAddress())) {
            var start = catchThrowableOfType(
                    ActionFailed.class, () -> harness("healthy").run("start-service"));
            var down = catchThrowableOfType(
                    ActionFailed.class, () -> harness("healthy").run("verify-stopped"));

            assertThat(other.isBound()).isTrue();
            var me = "process %d (java)".formatted(ProcessHandle.current().pid());
            assertThat(start).hasMessage("ai-service needs port %d, which %s holds".formatted(port, me));
            assertThat(down).hasMessage("ai-service: %s holds port %d".formatted(me, port));
        }
    }

    @Test
    void a_service_survives_whoever_started_it() {
        harness("healthy").run("start-service");
        var group = pidFile.process().orElseThrow();

        assertThat(group.alive()).containsExactly(group.pid());
        assertThat(ProcessStat.of(group.pid()).orElseThrow().group()).isEqualTo(group.pid());
        await().until(() -> Ports.isOpen("127.0.0.1", port));
    }

    @Test
    void a_service_whose_pid_file_is_lost_is_found_by_its_mark() throws Exception {
        var harness = harness(SettingsText.read(ServiceManager.class, """
                manager: process
                command: [sh, -c, 'setsid sleep 71 & exec sleep 71']
                directory: ai
                pidFile: %s
                log: %s/log/ai.log
                stable: 100ms
                stopTimeout: 700ms
                """, pidFile.path(), root));
        harness.run("start-service");
        var pid = pidFile.process().orElseThrow().pid();
        var marked = new ServiceMark(pidFile.path());
        assertThat(marked.groups()).hasSize(2);

        Files.writeString(pidFile.path(), "");

        assertThat(catchThrowableOfType(ActionFailed.class, () -> harness.run("verify-stopped")))
                .hasMessage("ai-service runs as process " + pid);
        assertThat(harness.run("start-service").outcome()).isEqualTo(Outcome.ALREADY_SO);
        assertThat(marked.groups()).hasSize(2);
        Files.delete(pidFile.path());
        assertThat(harness.run("stop-service").outcome()).isEqualTo(Outcome.DONE);
        assertThat(marked.groups()).isEmpty();
        assertThat(harness.run("verify-stopped").outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void an_external_service_of_which_nothing_says_whether_it_runs_is_refused() {
        var problems = new Problems();
        var root =
                Objects.requireNonNull(YamlFile.parse("test.yaml", "{manager: external, owner: others}\n", problems));

        new RecordReader().read(root, ServiceManager.class);

        assertThat(problems.list().toString()).contains("Expected: ports that it listens on, or a probe");
    }

    @Test
    void an_external_service_is_only_checked() throws Exception {
        var external =
                SettingsText.read(ServiceManager.class, "{manager: external, ports: [%d], startTimeout: 300ms}", port);
        var harness = harness(external);
        var gone = catchThrowableOfType(
                ActionFailed.class, () -> harness.run("ensure-running", "services", List.of("ai-service")));

        assertThat(gone).hasMessageContaining("ai-service is not healthy after 300ms: ai-service does not run");
        try (var there = new ServerSocket(port, 5, InetAddress.getLoopbackAddress())) {
            assertThat(there.isBound()).isTrue();
            assertThat(harness.run("ensure-running", "services", List.of("ai-service"))
                            .outcome())
                    .isEqualTo(Outcome.ALREADY_SO);
        }
    }
}
