package norn.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.action.FreePort;
import norn.action.SettingsText;
import norn.state.Evidence.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandServiceTest {
    @TempDir
    Path root;

    private Path command;
    private ActionHarness harness;

    @BeforeEach
    void commands_of_the_installation() throws Exception {
        var installation = InstallationFixture.in(root);
        var servers = GameServers.in(installation.game("v1.0.0"), FreePort.next(), FreePort.next());
        command = root.resolve("game");
        Files.writeString(command, """
            #!/bin/sh
            cd "$NORN_RELEASE/game" && exec ./athena-start "$1"
            """);
        assertThat(command.toFile().setExecutable(true)).isTrue();
        harness = installation.harness(
                "game-servers",
                SettingsText.read(ServiceManager.class, """
                    manager: command
                    start: [%1$s, start]
                    stop: [%1$s, stop]
                    status: [%1$s, status]
                    ports: [%2$d, %3$d]
                    stable: 300ms
                    """, command, servers.loginPort(), servers.mapPort()));
    }

    @Test
    void commands_start_and_stop_it_and_the_ports_say_which_release_runs() throws Exception {
        assertThat(harness.run("stop-service").outcome()).isEqualTo(Outcome.ALREADY_SO);

        var started = harness.run("start-service");

        assertThat(started.outcome()).isEqualTo(Outcome.DONE);
        assertThat(started.values()).containsEntry("game-servers.release", "v1.0.0");
        assertThat(harness.run("start-service").outcome()).isEqualTo(Outcome.ALREADY_SO);
        assertThat(harness.run("stop-service").outcome()).isEqualTo(Outcome.DONE);
        assertThat(harness.run("verify-stopped").summary()).contains("down, ports free");
    }

    @Test
    void an_exit_code_that_was_not_named_is_unknown() throws Exception {
        Files.writeString(command, "#!/bin/sh\nexit 1\n");

        for (var action : new String[] {"start-service", "stop-service", "verify-stopped"}) {
            var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run(action));

            assertThat(failed.error()).isEqualTo("StateUnknown");
            assertThat(failed).hasMessage("game-servers: whether it runs is unknown: its status command exited with 1");
        }
    }
}
