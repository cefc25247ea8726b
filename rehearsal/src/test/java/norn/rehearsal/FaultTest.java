package norn.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import norn.rehearsal.system.Command;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each fault, where it shows: on the old database, at the compiler, or in service on the migrated database. */
@Tag("server")
class FaultTest {
    @TempDir
    private static Path directory;

    private static Sandbox sandbox;
    private static ManualDeployment manual;

    @BeforeAll
    static void a_sandbox_on_the_migrated_database() throws Exception {
        sandbox = Sandbox.create(
                directory.resolve("sandbox"), SandboxOptions.standard().withSizeGb(0.02), line -> {});
        manual = new ManualDeployment(sandbox);
        manual.setMaintenanceMode(true);
        manual.stopServices();
        manual.superuser("CREATE DATABASE ai_world_memory__prev_1 TEMPLATE ai_world_memory OWNER ai_world_user");
        manual.migrate(manual.checkOutNew(), "ai_world_memory");
    }

    @AfterAll
    static void destroy() throws IOException {
        sandbox.destroy();
    }

    @AfterEach
    void stop_and_enter_maintenance() throws IOException {
        manual.stopServices();
        manual.setMaintenanceMode(true);
    }

    /** The new release, with a fault. */
    private static Path release(Fault fault) throws IOException {
        var repository = Repository.create(
                directory.resolve(fault.word() + ".git"),
                sandbox.description().shared().resolve("lib/postgresql.jar"),
                SandboxOptions.standard().with(fault));
        var release = sandbox.description().releases().resolve("v1.0.0-" + fault.word());
        repository.checkOut(Repository.NEW, release);
        Settings.overlay(sandbox.description(), release);
        return release;
    }

    private static void make(Path release, String... targets) {
        var make = Command.in(release).with(sandbox.description().buildEnvironment());
        for (var target : targets) {
            make.run("make", "-j2", target);
        }
    }

    /** Starts a service of a release with a fault. */
    private static void serve(Path release, String... names) throws IOException {
        make(release, names);
        manual.activate(release);
        for (var name : names) {
            var service = Sandbox.service(sandbox.description(), name.equals("server") ? Sandbox.GAME_SERVERS : name);
            var starter = new ServiceStarter(sandbox.description());
            starter.start(service);
            starter.awaitServing(service);
        }
    }

    private static String agents() throws IOException, InterruptedException {
        return manual.get(Sandbox.AI_SERVICE, "/api/v1/world/agents/status").body();
    }

    @Test
    void migration_fails_on_the_data() throws IOException {
        var release = release(Fault.MIGRATION);

        assertThatThrownBy(() -> manual.migrate(release, "ai_world_memory__prev_1"))
                .hasMessageContaining("invalid input syntax for type numeric: \"12,5\"");
    }

    @Test
    void build_fails_and_most_of_it_is_there_nevertheless() throws IOException {
        var release = release(Fault.BUILD);

        assertThatThrownBy(() -> make(release, "server"))
                .hasMessageContaining("welcome")
                .hasMessageContaining("exit code 2");
        assertThat(release.resolve("bin/map-server")).doesNotExist();
    }

    @Test
    void start_dies_with_its_reason() throws IOException {
        var release = release(Fault.START);

        assertThatThrownBy(() -> serve(release, Sandbox.AI_SERVICE))
                .hasMessageContaining("the process ended")
                .hasMessageContaining("FATAL")
                .hasMessageContaining("column \"open_problem_count\" does not exist");
    }

    @Test
    void smoke_test_is_healthy_and_its_first_real_page_fails() throws Exception {
        serve(release(Fault.SMOKE_TEST), Sandbox.AI_SERVICE, Sandbox.DASHBOARD);

        assertThat(manual.get(Sandbox.AI_SERVICE, "/api/v1/health").body()).contains("healthy");
        assertThat(manual.get(Sandbox.AI_SERVICE, "/api/v1/world/problems").statusCode())
                .isEqualTo(500);
        assertThat(manual.get(Sandbox.DASHBOARD, "/modules/problems").statusCode())
                .isEqualTo(502);
    }

    @Test
    void agents_fail_from_the_start() throws Exception {
        serve(release(Fault.AGENTS), Sandbox.AI_SERVICE);

        assertThat(manual.get(Sandbox.AI_SERVICE, "/api/v1/health").body()).contains("healthy");
        assertThat(agents()).contains("\"total\":21,\"active\":8");
    }

    @Test
    void after_go_live_agents_fail_only_once_players_play() throws Exception {
        serve(release(Fault.AFTER_GO_LIVE), Sandbox.AI_SERVICE, "server");
        assertThat(manual.playtest()).contains("ok   find it again");
        assertThat(agents()).contains("\"active\":21");

        manual.setMaintenanceMode(false);

        await().atMost(Duration.ofSeconds(30)).until(() -> agents().contains("\"active\":8"));
        assertThat(Files.readString(Sandbox.service(sandbox.description(), Sandbox.AI_SERVICE)
                        .logFile()))
                .contains("memory is over its budget of 8");
    }

    @Test
    void faults_have_names_for_people() {
        assertThat(Fault.named("smoke-test")).isEqualTo(Fault.SMOKE_TEST);
        assertThatThrownBy(() -> Fault.named("smoke"))
                .hasMessage("no fault is called \"smoke\". Known: none, migration, build, start, smoke-test, agents,"
                        + " after-go-live");
    }
}
