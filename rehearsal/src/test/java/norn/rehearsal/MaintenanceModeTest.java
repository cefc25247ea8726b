package norn.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import norn.rehearsal.system.ProcessStopper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class MaintenanceModeTest {
    @TempDir
    private static Path directory;

    private static Sandbox sandbox;
    private static ManualDeployment manual;

    @BeforeAll
    static void create() {
        sandbox = Sandbox.create(
                directory.resolve("sandbox"),
                SandboxOptions.standard().withSizeGb(0.02).withPlayers(4),
                line -> {});
        manual = new ManualDeployment(sandbox);
    }

    @AfterAll
    static void destroy() throws IOException {
        sandbox.destroy();
    }

    @BeforeEach
    void everybody_plays() throws IOException {
        manual.setMaintenanceMode(false);
        await().until(() -> manual.sessions() == 4);
    }

    @Test
    void players_leave_when_asked_and_come_back_after_maintenance() throws Exception {
        manual.setMaintenanceMode(true);
        assertThat(manual.gmctl("notice", "Maintenance begins now: please log out"))
                .isEqualTo("4");
        await().until(() -> manual.sessions() == 0);
        var confirmed = sandbox.ledger().entries().size();

        assertThat(manual.playtest()).contains("ok   find it again");
        await().during(Duration.ofSeconds(4)).until(() -> manual.sessions() == 0);
        assertThat(sandbox.ledger().entries()).hasSize(confirmed);

        manual.setMaintenanceMode(false);
        await().until(() -> sandbox.ledger().entries().size() > confirmed);
        assertThat(Files.readString(sandbox.description().notices()))
                .contains("player1 Maintenance begins now: please log out");
    }

    @Test
    void a_countdown_is_obeyed_within_its_time() throws Exception {
        manual.setMaintenanceMode(true);
        manual.gmctl("notice", "Maintenance in 4 seconds");

        assertThat(manual.sessions()).isPositive();
        await().atMost(Duration.ofSeconds(5)).until(() -> manual.sessions() == 0);
    }

    @Test
    void who_does_not_leave_is_kicked_and_nothing_confirmed_is_lost() throws Exception {
        manual.setMaintenanceMode(true);

        assertThat(manual.gmctl("kick")).isEqualTo("4");

        await().until(() -> manual.sessions() == 0);
        assertThat(sandbox.compareLedger().lost()).isZero();
    }

    @Test
    void without_the_ai_service_nothing_is_confirmed() throws Exception {
        var service = Sandbox.service(sandbox.description(), Sandbox.AI_SERVICE);
        ProcessStopper.stop(service.pidFile(), "TERM");
        var confirmed = sandbox.ledger().entries().size();

        await().during(Duration.ofSeconds(1))
                .until(() -> sandbox.ledger().entries().size() == confirmed);

        sandbox.start();
        await().until(() -> sandbox.ledger().entries().size() > confirmed);
        assertThat(sandbox.compareLedger().lost()).isZero();
    }

    @Test
    void without_a_map_server_gmctl_says_so() {
        assertThatThrownBy(() -> manual.tool("bin/gmctl", "--port", "1", "sessions"))
                .hasMessageContaining("exit code 1")
                .hasMessageContaining("no map server answers on port 1");
    }
}
