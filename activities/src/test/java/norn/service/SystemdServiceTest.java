package norn.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.action.FreePort;
import norn.action.SettingsText;
import norn.rehearsal.systemd.StandaloneSystemd;
import norn.state.Evidence.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class SystemdServiceTest {
    @TempDir
    private static Path folder;

    private static StandaloneSystemd systemd;

    @TempDir
    Path root;

    private GameServers servers;
    private InstallationFixture installation;

    @BeforeAll
    static void a_systemd() throws IOException {
        systemd = StandaloneSystemd.start(folder);
    }

    @AfterAll
    static void it_ends() throws Exception {
        systemd.close();
    }

    @BeforeEach
    void a_release() throws Exception {
        installation = InstallationFixture.in(root);
        servers = GameServers.in(installation.game("v1.0.0"), FreePort.next(), FreePort.next());
    }

    private String unit(String directory) throws IOException {
        var name = "login-%d.service".formatted(servers.loginPort());
        systemd.unit(name, text(directory));
        return name;
    }

    private String text(String directory) {
        return """
            [Service]
            WorkingDirectory=%s
            ExecStart=%s/login-server %d
            TimeoutStopSec=2s
            """.formatted(directory, directory, servers.loginPort());
    }

    private ActionHarness harness(String unit, List<String> systemctl) {
        return installation.harness(
                "login-server",
                SettingsText.read(
                        ServiceManager.class,
                        """
                        manager: systemd
                        unit: %s
                        user: true
                        systemctl: %s
                        journalctl: %s
                        ports: [%d]
                        startTimeout: 30s
                        stable: 300ms
                        stopTimeout: 10s
                        """,
                        unit,
                        systemctl,
                        systemd.program("journalctl"),
                        servers.loginPort()));
    }

    private ActionHarness harness(String unit) {
        return harness(unit, systemd.program("systemctl"));
    }

    @Test
    void a_unit_is_started_from_the_active_release_once_and_stopped() throws Exception {
        var harness = harness(unit(root + "/active/game"));

        var started = harness.run("start-service");

        assertThat(started.outcome()).isEqualTo(Outcome.DONE);
        assertThat(started.values()).containsEntry("login-server.release", "v1.0.0");
        assertThat(harness.run("start-service").outcome()).isEqualTo(Outcome.ALREADY_SO);
        assertThat(harness.run("stop-service").outcome()).isEqualTo(Outcome.DONE);
        assertThat(harness.run("verify-stopped").summary()).contains("down, ports free");
        assertThat(harness.run("stop-service").outcome()).isEqualTo(Outcome.ALREADY_SO);
    }

    @Test
    void what_a_unit_needs_of_the_next_release_is_known_while_this_one_serves() throws Exception {
        var harness = harness(unit(root + "/active/game"));
        harness.run("start-service"); // its port is held, and by itself
        var next = Files.createDirectories(installation.game("v1.1.0"));

        var failed = catchThrowableOfType(
                ActionFailed.class, () -> harness.release("v1.1.0").run("check-services"));
        GameServers.in(next, servers.loginPort(), servers.mapPort());
        var well = harness.run("check-services");
        harness.run("stop-service");

        assertThat(failed.error()).isEqualTo("ServicesCannotStart");
        assertThat(failed).hasMessageEndingWith("%s/login-server is not there".formatted(next));
        assertThat(well.summary()).startsWith("1 service could start from v1.1.0");
    }

    @Test
    void a_unit_with_a_fixed_path_is_found_to_run_another_release() throws Exception {
        GameServers.in(installation.game("v0.9.0"), servers.loginPort(), servers.mapPort());
        var harness = harness(unit(installation.game("v0.9.0").toString()));

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("start-service"));

        assertThat(failed.error()).isEqualTo("RunsAnotherRelease");
        assertThat(failed).hasMessageContaining("v1.0.0 is active");
        assertThat(harness.run("stop-service").outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void a_unit_that_dies_is_reported_at_once_with_its_exit_code_and_its_journal() throws Exception {
        servers.breakServer("login-server");
        var harness = harness(unit(root + "/active/game"));

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("start-service"));

        assertThat(failed.error()).isEqualTo("ServiceDied");
        assertThat(failed).hasMessageContaining("exit code 3 (systemd: exit-code)");
        try (var files = Files.walk(root.resolve("records"))) {
            assertThat(files.filter(file -> file.endsWith("login-server-last-lines.txt")))
                    .singleElement()
                    .satisfies(file -> assertThat(file).content().contains("ERROR login-server: no table"));
        }
        servers.fixServer("login-server");
        assertThat(harness.run("start-service").outcome()).isEqualTo(Outcome.DONE);
        assertThat(harness.run("stop-service").outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void the_last_lines_of_a_unit_that_prints_into_a_file_are_those_since_its_start() throws Exception {
        servers.breakServer("login-server");
        var log = Files.writeString(root.resolve("login.log"), "ERROR of yesterday\n");
        var unit = "logging-%d.service".formatted(servers.loginPort());
        systemd.unit(
                unit,
                text(root + "/active/game")
                        + "Restart=on-failure\nRestartSec=30s\nStandardOutput=append:%s\n".formatted(log));
        var harness = installation.harness(
                "login-server",
                SettingsText.read(
                        ServiceManager.class,
                        "{manager: systemd, unit: %s, user: true, systemctl: %s, ports: [%d], stable: 300ms,"
                                + " stopTimeout: 10s, log: %s}",
                        unit,
                        systemd.program("systemctl"),
                        servers.loginPort(),
                        log));

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("start-service"));

        assertThat(failed).hasMessageContaining("exit code 3 (systemd: exit-code), its last lines are saved");
        try (var files = Files.walk(root.resolve("records"))) {
            assertThat(files.filter(file -> file.endsWith("login-server-last-lines.txt")))
                    .singleElement()
                    .satisfies(file -> assertThat(file).hasContent("ERROR login-server: no table"));
        }
        harness.run("stop-service");
    }

    @Test
    void a_unit_that_ignores_the_request_to_end_is_killed() throws Exception {
        var unit = "stubborn-%d.service".formatted(servers.loginPort());
        systemd.unit(unit, text(root + "/active/game") + "TimeoutStopSec=infinity\nKillSignal=SIGWINCH\n");
        var harness = installation.harness(
                "login-server",
                SettingsText.read(
                        ServiceManager.class,
                        "{manager: systemd, unit: %s, user: true, systemctl: %s, ports: [%d], stable: 300ms,"
                                + " stopTimeout: 2s}",
                        unit,
                        systemd.program("systemctl"),
                        servers.loginPort()));
        harness.run("start-service");

        assertThat(harness.run("stop-service").values()).containsEntry("killed", true);
        assertThat(harness.run("verify-stopped").summary()).contains("down, ports free");
    }

    /** A unit of these lines, without ports. */
    private ActionHarness harnessOf(String name, String lines, String more) throws IOException {
        var unit = "%s-%d.service".formatted(name, servers.loginPort());
        systemd.unit(unit, lines + "WorkingDirectory=%s/active/game\n".formatted(root));
        return installation.harness(
                "login-server",
                SettingsText.read(
                        ServiceManager.class,
                        "{manager: systemd, unit: %s, user: true, systemctl: %s, stable: 2s, stopTimeout: 10s%s}",
                        unit,
                        systemd.program("systemctl"),
                        more));
    }

    @Test
    void a_unit_that_systemd_starts_again_and_again_has_died() throws Exception {
        var harness = harnessOf(
                "loop", "[Service]\nRestart=always\nRestartSec=300ms\nExecStart=/bin/sh -c 'sleep 0.5; exit 4'\n", "");

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("start-service"));

        assertThat(failed.error()).isEqualTo("ServiceDied");
        assertThat(harness.run("stop-service").outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void a_unit_that_never_says_that_it_is_ready_is_not_healthy() throws Exception {
        var harness = harnessOf("silent", "[Service]\nType=notify\nExecStart=/bin/sleep 600\n", ", startTimeout: 5s");

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("start-service"));

        assertThat(failed.error()).isEqualTo("NotHealthy");
        assertThat(failed).hasMessageContaining(".service (activating, start) does not run");
        assertThat(harness.run("stop-service").outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void a_unit_whose_condition_is_not_met_says_so() throws Exception {
        var harness = harnessOf(
                "conditional",
                "[Unit]\nConditionPathExists=/nowhere/at/all\n[Service]\nExecStart=/bin/sleep 600\n",
                "");

        assertThat(catchThrowableOfType(ActionFailed.class, () -> harness.run("start-service")))
                .hasMessageEndingWith("since a condition of the unit is not met");
    }

    @Test
    void a_unit_whose_program_starts_others_and_ends_is_of_the_release_that_it_was_started_from() throws Exception {
        var harness = harnessOf("compose", "[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true\n", "");

        assertThat(harness.run("start-service").values()).containsEntry("login-server.release", "v1.0.0");
        assertThat(harness.run("start-service").outcome()).isEqualTo(Outcome.ALREADY_SO);
        assertThat(harness.run("stop-service").outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void a_unit_whose_program_cannot_be_executed_says_so() throws Exception {
        var harness = harnessOf("typo", "[Service]\nExecStart=/opt/no/such/program\n", "");

        assertThat(catchThrowableOfType(ActionFailed.class, () -> harness.run("start-service")))
                .hasMessageContaining("exit code 203: systemd could not execute its program (systemd: exit-code)");
    }

    @Test
    void a_unit_that_a_socket_starts_is_stopped_with_its_socket() throws Exception {
        var port = servers.mapPort();
        var socket = "lazy-%d.socket".formatted(servers.loginPort());
        systemd.unit(
                socket, "[Socket]\nListenStream=127.0.0.1:%d\n[Install]\nWantedBy=sockets.target\n".formatted(port));
        var harness = harnessOf(
                "lazy", "[Service]\nExecStart=/bin/sleep 600\n", ", startTimeout: 5s, ports: [%d]".formatted(port));
        assertThat(systemd.run("enable", "--now", socket)).isZero();

        assertThat(harness.run("start-service").outcome()).isEqualTo(Outcome.DONE);
        assertThat(harness.run("stop-service").outcome()).isEqualTo(Outcome.DONE);
        assertThat(harness.run("verify-stopped").summary()).contains("down, ports free");
        assertThat(harness.run("start-service").outcome()).isEqualTo(Outcome.DONE);
        harness.run("stop-service");
    }

    @Test
    void a_unit_that_is_not_known_is_not_taken_for_stopped() throws Exception {
        var harness = harness("no-such-unit.service");

        for (var action : List.of("start-service", "stop-service", "verify-stopped")) {
            assertThat(catchThrowableOfType(ActionFailed.class, () -> harness.run(action)))
                    .hasMessage("login-server: systemd cannot load the unit no-such-unit.service: not-found");
        }
    }

    @Test
    void a_masked_unit_is_stopped_and_cannot_be_started() throws Exception {
        var unit = "masked-%d.service".formatted(servers.loginPort());
        Files.createSymbolicLink(systemd.units().resolve(unit), Path.of("/dev/null"));
        systemd.run("daemon-reload");
        var harness = harness(unit);

        assertThat(harness.run("stop-service").outcome()).isEqualTo(Outcome.ALREADY_SO);
        assertThat(harness.run("verify-stopped").summary()).contains("down, ports free");
        assertThat(catchThrowableOfType(ActionFailed.class, () -> harness.run("start-service")))
                .hasMessage("login-server: %s is masked, so nobody may start it".formatted(unit));
    }

    @Test
    void a_systemd_that_does_not_answer_is_not_taken_for_a_stopped_unit() throws Exception {
        var harness = harness("any.service", List.of("false"));

        assertThat(catchThrowableOfType(ActionFailed.class, () -> harness.run("verify-stopped"))
                        .error())
                .isEqualTo("ServiceManagerSilent");
    }

    @Test
    void a_changed_unit_file_is_named_before_the_start() throws Exception {
        var unit = unit(root + "/active/game");
        var harness = harness(unit);
        systemd.unit(
                "keeper-%d.service".formatted(servers.loginPort()),
                "[Unit]\nAfter=%s\n[Service]\nExecStart=/bin/sleep 600\n".formatted(unit));
        systemd.run(
                "start", "keeper-%d.service".formatted(servers.loginPort())); // else systemd forgets what it has read
        Files.setLastModifiedTime(
                Files.writeString(systemd.units().resolve(unit), text("/elsewhere")),
                FileTime.fromMillis(System.currentTimeMillis() + 5_000));

        assertThat(catchThrowableOfType(ActionFailed.class, () -> harness.run("start-service"))
                        .error())
                .isEqualTo("UnitFileChanged");
    }
}
