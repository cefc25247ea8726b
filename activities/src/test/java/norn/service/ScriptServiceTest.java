package norn.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.action.FreePort;
import norn.action.SettingsText;
import norn.exec.Ports;
import norn.state.Evidence.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptServiceTest {
    @TempDir
    Path root;

    private GameServers servers;
    private ActionHarness harness;
    private InstallationFixture installation;
    private ServiceManager manager;

    @BeforeEach
    void a_release_with_a_script() throws Exception {
        installation = InstallationFixture.in(root);
        servers = GameServers.in(installation.game("v1.0.0"), FreePort.next(), FreePort.next());
        manager = SettingsText.read(ServiceManager.class, """
            manager: script
            start: [./athena-start, start]
            stop: [./athena-start, stop]
            directory: game
            programs: [login-server, map-server]
            pidFiles: [login-server.pid, map-server.pid]
            log: %s/log/game.log
            ports: [%d, %d]
            startTimeout: 30s
            stable: 300ms
            stopTimeout: 2s
            """, root, servers.loginPort(), servers.mapPort());
        harness = installation.harness("game-servers", manager);
    }

    @AfterEach
    void nothing_is_left() throws Exception {
        harness.run("stop-service");
    }

    @Test
    void all_programs_are_started_once_and_stopped_by_their_script() throws Exception {
        var started = harness.run("start-service");

        assertThat(started.outcome()).isEqualTo(Outcome.DONE);
        assertThat(started.values()).containsEntry("game-servers.release", "v1.0.0");
        assertThat(harness.run("start-service").outcome()).isEqualTo(Outcome.ALREADY_SO);
        assertThat(harness.run("stop-service").values()).containsEntry("game-servers.stopScript", "exited with 0");
        assertThat(servers.calls()).isEqualTo("start\nstop\n");
        assertThat(harness.run("verify-stopped").summary()).contains("game-servers down, ports free");
        assertThat(harness.run("stop-service").outcome()).isEqualTo(Outcome.ALREADY_SO);
    }

    @Test
    void a_server_that_died_is_named_at_once_although_the_script_says_started() throws Exception {
        servers.breakServer("map-server");

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("start-service"));

        assertThat(failed.error()).isEqualTo("ServiceDied");
        assertThat(failed)
                .hasMessageContaining("map-server does not run")
                .hasMessageContaining("its start script exited with 0");
        assertThat(lastLines()).contains("ERROR map-server: no table");
    }

    @Test
    void a_start_that_failed_half_way_can_be_repeated() throws Exception {
        servers.breakServer("map-server");
        assertThatThrownBy(() -> harness.run("start-service")).isInstanceOf(ActionFailed.class);
        servers.fixServer("map-server");

        assertThat(harness.run("start-service").outcome()).isEqualTo(Outcome.DONE);
        assertThat(servers.calls()).isEqualTo("start\nstart\n");
    }

    @Test
    void a_service_of_which_a_part_runs_is_not_stopped() throws Exception {
        servers.breakServer("map-server");
        assertThatThrownBy(() -> harness.run("start-service")).isInstanceOf(ActionFailed.class);

        assertThat(catchThrowableOfType(ActionFailed.class, () -> harness.run("verify-stopped"))
                        .error())
                .isEqualTo("StillRunning");
    }

    @Test
    void nobody_elses_process_is_ended_by_a_pid_file() throws Exception {
        harness.run("start-service");
        var other = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(servers.pidFile("map-server"), other.pid() + "\n");

            var stopped = harness.run("stop-service");

            assertThat(stopped.values())
                    .containsEntry(
                            "game-servers.stopScript",
                            "not run: map-server.pid names process %d, which is not of this service"
                                    .formatted(other.pid()));
            assertThat(other.isAlive()).isTrue();
            assertThat(Ports.isTaken(servers.mapPort())).isFalse();
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void a_program_of_the_same_name_that_norn_started_for_another_service_is_that_ones() throws Exception {
        var other = SettingsText.read(
                ServiceManager.class,
                "{manager: process, command: [./map-server, '%d'], directory: game, pidFile: %s/other.pid, log:"
                        + " %s/other.log, stable: 100ms}",
                FreePort.next(),
                root,
                root);
        harness = installation.harness(Map.of("another", other, "game-servers", manager));
        harness.run("start-service", "services", List.of("another"));

        var started = harness.run("start-service", "services", List.of("game-servers"));

        assertThat(started.outcome()).isEqualTo(Outcome.DONE);
        assertThat(harness.run("stop-service", "services", List.of("game-servers"))
                        .outcome())
                .isEqualTo(Outcome.DONE);
        assertThat(harness.run("start-service", "services", List.of("another")).outcome())
                .isEqualTo(Outcome.ALREADY_SO);
    }

    @Test
    void a_program_of_the_same_name_elsewhere_is_somebody_elses() throws Exception {
        var elsewhere = GameServers.in(root.resolve("elsewhere"), FreePort.next(), FreePort.next());
        var other = new ProcessBuilder("./login-server", String.valueOf(elsewhere.loginPort()))
                .directory(elsewhere.folder().toFile())
                .start();
        try {
            assertThat(harness.run("stop-service").outcome()).isEqualTo(Outcome.ALREADY_SO);
            assertThat(harness.run("start-service").outcome()).isEqualTo(Outcome.DONE);
            assertThat(harness.run("stop-service").outcome()).isEqualTo(Outcome.DONE);
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    private String lastLines() throws Exception {
        try (var files = Files.walk(root.resolve("records"))) {
            return Files.readString(files.filter(file -> file.endsWith("game-servers-last-lines.txt"))
                    .findFirst()
                    .orElseThrow());
        }
    }
}
