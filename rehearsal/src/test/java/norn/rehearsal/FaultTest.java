package norn.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each fault, met where it shows. */
class FaultTest {
    @TempDir
    private Path directory;

    private @Nullable World world;

    @AfterEach
    void destroy() throws IOException {
        if (world != null) {
            world.destroy();
        }
    }

    private Play worldWith(Fault fault, int players) {
        world = World.create(
                directory.resolve("world"),
                WorldOptions.standard().withPlayers(players).with(fault),
                line -> {});
        return new Play(world);
    }

    /** The new release, in service on the migrated database; the door is shut. */
    private Play deployed(Fault fault, int players) throws Exception {
        Play play = worldWith(fault, players);
        play.door(true);
        play.stopServices();
        Path release = play.checkOutNew();
        play.build(release);
        play.migrate(release, "ai_world_memory");
        play.activate(release);
        return play;
    }

    @Test
    void migration_fails_on_the_data() throws IOException {
        Play play = worldWith(Fault.MIGRATION, 0);
        Path release = play.checkOutNew();

        assertThatThrownBy(() -> play.migrate(release, "ai_world_memory"))
                .hasMessageContaining("invalid input syntax for type numeric: \"12,5\"");
    }

    @Test
    void build_fails_and_most_of_it_is_there_nevertheless() throws IOException {
        Play play = worldWith(Fault.BUILD, 0);
        Path release = play.checkOutNew();

        assertThatThrownBy(() -> play.build(release))
                .hasMessageContaining("welcome")
                .hasMessageContaining("exit code 2");
        assertThat(release.resolve("bin/map-server")).doesNotExist();
    }

    @Test
    void start_dies_with_its_reason() throws Exception {
        Play play = deployed(Fault.START, 0);

        assertThatThrownBy(play.world::start)
                .hasMessageContaining("the process ended")
                .hasMessageContaining("FATAL")
                .hasMessageContaining("column \"open_problem_count\" does not exist");
    }

    @Test
    void smoke_test_is_healthy_and_its_first_real_page_fails() throws Exception {
        Play play = deployed(Fault.SMOKE_TEST, 0);
        play.world.start();

        assertThat(play.get(World.AI_SERVICE, "/api/v1/health").body()).contains("healthy");
        assertThat(play.get(World.AI_SERVICE, "/api/v1/world/problems").statusCode())
                .isEqualTo(500);
        assertThat(play.get(World.DASHBOARD, "/modules/problems").statusCode()).isEqualTo(502);
    }

    @Test
    void agents_fail_from_the_start() throws Exception {
        Play play = deployed(Fault.AGENTS, 0);
        play.world.start();

        assertThat(play.get(World.AI_SERVICE, "/api/v1/health").body()).contains("healthy");
        assertThat(play.get(World.AI_SERVICE, "/api/v1/world/agents/status").body())
                .contains("\"total\":21,\"active\":8");
    }

    @Test
    void after_go_live_agents_fail_only_once_players_play() throws Exception {
        Play play = deployed(Fault.AFTER_GO_LIVE, 8);
        play.world.start();
        assertThat(play.playtest()).contains("ok   find it again");
        assertThat(play.get(World.AI_SERVICE, "/api/v1/world/agents/status").body())
                .contains("\"active\":21");

        play.door(false);

        await().until(() ->
                play.get(World.AI_SERVICE, "/api/v1/world/agents/status").body().contains("\"active\":8"));
        assertThat(Files.readString(
                        World.service(play.description, World.AI_SERVICE).logFile()))
                .contains("memory is over its budget of 8");
    }

    @Test
    void faults_have_names_for_people() {
        assertThat(Fault.named("smoke-test")).isEqualTo(Fault.SMOKE_TEST);
        assertThatThrownBy(() -> Fault.named("smoke"))
                .hasMessage(
                        "no fault is called \"smoke\". Known: none, migration, build, start, smoke-test, agents, after-go-live");
    }
}
