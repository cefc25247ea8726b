package norn.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoorTest {
    @TempDir
    private static Path directory;

    private static World world;
    private static Play play;

    @BeforeAll
    static void create() {
        world = World.create(
                directory.resolve("world"),
                WorldOptions.standard().withSizeGb(0.02).withPlayers(4),
                line -> {});
        play = new Play(world);
    }

    @AfterAll
    static void destroy() throws IOException {
        world.destroy();
    }

    @BeforeEach
    void everybody_plays() throws IOException {
        play.door(false);
        await().until(() -> play.sessions() == 4);
    }

    @Test
    void told_to_leave_players_leave_and_come_back_when_the_door_is_open() throws Exception {
        play.door(true);
        assertThat(play.gmctl("notice", "Maintenance begins now: please log out"))
                .isEqualTo("4");
        await().until(() -> play.sessions() == 0);
        int confirmed = world.ledger().entries().size();

        assertThat(play.playtest()).contains("ok   find it again");
        await().during(Duration.ofSeconds(4)).until(() -> play.sessions() == 0);
        assertThat(world.ledger().entries()).hasSize(confirmed);

        play.door(false);
        await().until(() -> world.ledger().entries().size() > confirmed);
        assertThat(Files.readString(world.description().notices()))
                .contains("player1 Maintenance begins now: please log out");
    }

    @Test
    void a_countdown_is_obeyed_within_its_time() throws Exception {
        play.door(true);
        play.gmctl("notice", "Maintenance in 4 seconds");

        assertThat(play.sessions()).isPositive();
        await().atMost(Duration.ofSeconds(5)).until(() -> play.sessions() == 0);
    }

    @Test
    void who_does_not_leave_is_kicked_and_nothing_confirmed_is_lost() throws Exception {
        play.door(true);

        assertThat(play.gmctl("kick")).isEqualTo("4");

        await().until(() -> play.sessions() == 0);
        assertThat(world.compareLedger().lost()).isZero();
    }

    @Test
    void without_the_ai_service_nothing_is_confirmed() throws Exception {
        WorldDescription.Service service = World.service(world.description(), World.AI_SERVICE);
        Stopping.stop(service.pidFile(), "TERM");
        int confirmed = world.ledger().entries().size();

        await().during(Duration.ofSeconds(1))
                .until(() -> world.ledger().entries().size() == confirmed);

        world.start();
        await().until(() -> world.ledger().entries().size() > confirmed);
        assertThat(world.compareLedger().lost()).isZero();
    }

    @Test
    void without_a_map_server_gmctl_says_so() {
        assertThatThrownBy(() -> play.tool("bin/gmctl", "--port", "1", "sessions"))
                .hasMessageContaining("exit code 1")
                .hasMessageContaining("no map server answers on port 1");
    }
}
