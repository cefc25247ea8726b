package norn.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each fault, met where it shows: on the old database, at the compiler, or in service on the migrated database. */
class FaultTest {
    @TempDir
    private static Path directory;

    private static World world;
    private static Play play;

    @BeforeAll
    static void a_world_on_the_migrated_database() throws Exception {
        world = World.create(directory.resolve("world"), WorldOptions.standard().withSizeGb(0.02), line -> {});
        play = new Play(world);
        play.door(true);
        play.stopServices();
        play.superuser("CREATE DATABASE ai_world_memory__prev_1 TEMPLATE ai_world_memory OWNER ai_world_user");
        play.migrate(play.checkOutNew(), "ai_world_memory");
    }

    @AfterAll
    static void destroy() throws IOException {
        world.destroy();
    }

    @AfterEach
    void stop_and_shut() throws IOException {
        play.stopServices();
        play.door(true);
    }

    /** The new release, with a fault. */
    private static Path release(Fault fault) throws IOException {
        Repository repository = Repository.create(
                directory.resolve(fault.word() + ".git"),
                world.description().shared().resolve("lib/postgresql.jar"),
                fault);
        Path release = world.description().releases().resolve("v1.0.0-" + fault.word());
        repository.checkOut(Repository.NEW, release);
        Settings.layOver(world.description(), release);
        return release;
    }

    private static void make(Path release, String... targets) {
        Command make = Command.in(release).with(world.description().buildEnvironment());
        for (String target : targets) {
            make.run("make", "-j2", target);
        }
    }

    /** Starts a service of a release with a fault. */
    private static void serve(Path release, String... names) throws IOException {
        make(release, names);
        play.activate(release);
        for (String name : names) {
            WorldDescription.Service service =
                    World.service(world.description(), name.equals("server") ? World.GAME_SERVERS : name);
            Services.start(world.description(), service);
            Services.awaitServing(service);
        }
    }

    private static String agents() throws IOException, InterruptedException {
        return play.get(World.AI_SERVICE, "/api/v1/world/agents/status").body();
    }

    @Test
    void migration_fails_on_the_data() throws IOException {
        Path release = release(Fault.MIGRATION);

        assertThatThrownBy(() -> play.migrate(release, "ai_world_memory__prev_1"))
                .hasMessageContaining("invalid input syntax for type numeric: \"12,5\"");
    }

    @Test
    void build_fails_and_most_of_it_is_there_nevertheless() throws IOException {
        Path release = release(Fault.BUILD);

        assertThatThrownBy(() -> make(release, "server"))
                .hasMessageContaining("welcome")
                .hasMessageContaining("exit code 2");
        assertThat(release.resolve("bin/map-server")).doesNotExist();
    }

    @Test
    void start_dies_with_its_reason() throws IOException {
        Path release = release(Fault.START);

        assertThatThrownBy(() -> serve(release, World.AI_SERVICE))
                .hasMessageContaining("the process ended")
                .hasMessageContaining("FATAL")
                .hasMessageContaining("column \"open_problem_count\" does not exist");
    }

    @Test
    void smoke_test_is_healthy_and_its_first_real_page_fails() throws Exception {
        serve(release(Fault.SMOKE_TEST), World.AI_SERVICE, World.DASHBOARD);

        assertThat(play.get(World.AI_SERVICE, "/api/v1/health").body()).contains("healthy");
        assertThat(play.get(World.AI_SERVICE, "/api/v1/world/problems").statusCode())
                .isEqualTo(500);
        assertThat(play.get(World.DASHBOARD, "/modules/problems").statusCode()).isEqualTo(502);
    }

    @Test
    void agents_fail_from_the_start() throws Exception {
        serve(release(Fault.AGENTS), World.AI_SERVICE);

        assertThat(play.get(World.AI_SERVICE, "/api/v1/health").body()).contains("healthy");
        assertThat(agents()).contains("\"total\":21,\"active\":8");
    }

    @Test
    void after_go_live_agents_fail_only_once_players_play() throws Exception {
        serve(release(Fault.AFTER_GO_LIVE), World.AI_SERVICE, "server");
        assertThat(play.playtest()).contains("ok   find it again");
        assertThat(agents()).contains("\"active\":21");

        play.door(false);

        await().atMost(Duration.ofSeconds(30)).until(() -> agents().contains("\"active\":8"));
        assertThat(Files.readString(
                        World.service(world.description(), World.AI_SERVICE).logFile()))
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
