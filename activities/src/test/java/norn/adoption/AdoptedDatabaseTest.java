package norn.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.action.Fence;
import norn.action.FreePort;
import norn.action.SettingsText;
import norn.action.Target;
import norn.action.Targets;
import norn.code.CodeSettings;
import norn.database.TestDatabase;
import norn.exec.Ports;
import norn.plan.RollbackScope;
import norn.rehearsal.postgres.StandaloneDatabaseServer;
import norn.runbook.RollbackMode;
import norn.service.GameServers;
import norn.service.ServiceSettings;
import norn.state.Evidence.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An installation in place with a database of its own: adopted, deployed over, and gone back to. */
@Tag("server")
class AdoptedDatabaseTest {
    private static final RollbackScope BACK = RollbackScope.orderedByPerson().inMode(RollbackMode.DATABASE);
    private static final List<String> DATABASE_DAY =
            List.of("check-database", "copy-database", "migrate-database", "verify-migrations", "swap-database");

    @TempDir
    static Path serverHome;

    private static StandaloneDatabaseServer server;

    @TempDir
    Path root;

    private HandMade made;
    private TestDatabase database;

    @BeforeAll
    static void startServer() throws Exception {
        server = StandaloneDatabaseServer.start(serverHome);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void services_and_a_database_that_somebody_made_by_hand() throws Exception {
        root = root.toRealPath();
        made = HandMade.in(root, FreePort.next(), FreePort.next());
        database = new TestDatabase(server, root, "the game's memory");
        Files.writeString(made.tree().resolve("game/athena-start"), "# tuned at night\n", StandardOpenOption.APPEND);
        made.startByHand();
        await().until(() -> Ports.isTaken(made.loginPort()) && Ports.isTaken(made.mapPort()));
    }

    @AfterEach
    void nothing_is_left() throws Exception {
        made.end();
        database.close();
    }

    @Test
    void a_release_with_migrations_is_deployed_over_it_and_rolled_back_to_what_was_adopted() throws Exception {
        var rows = database.content();
        var schema = database.schema();
        var around = database.properties("the game's memory");

        var proof = HandMade.adoption(harness(), null, null).adopt();

        assertThat(proof.summary()).startsWith("v0.9.0-changed is back: fingerprint");
        var adopted = new Targets(root.resolve("records")).newest().orElseThrow();
        assertThat(adopted.parts()).containsKeys("database", "schema", "database settings", "services", "code");

        var day = harness().deployment("the day").fence(new Fence(root.resolve("records")).highest());
        day.run("fingerprint", "record", true);
        assertThat(target("the day").fingerprint()).isEqualTo(adopted.fingerprint());
        day.run("stop-service");
        for (var action : DATABASE_DAY) {
            assertThat(day.run(action).outcome()).as(action).isEqualTo(Outcome.DONE);
        }
        activateNewRelease();
        day.run("start-service");
        assertThat(made.tree().toRealPath()).isEqualTo(made.release("v1.0.0"));
        assertThat(database.schema()).isNotEqualTo(schema);
        assertThat(catchThrowableOfType(ActionFailed.class, () -> day.runIn(BACK, "verify-fingerprint"))
                        .error())
                .isEqualTo("FingerprintDiffers");

        for (var action : List.of("stop-service", "restore-database", "restore-code", "start-service")) {
            assertThat(day.runIn(BACK, action).outcome()).as(action).isEqualTo(Outcome.DONE);
        }

        var script = made.release("v0.9.0-changed").resolve("game/athena-start");
        var adoptedScript = Files.readString(script);
        Files.writeString(script, "# tuned in the night of the rollback\n", StandardOpenOption.APPEND);
        assertThat(catchThrowableOfType(ActionFailed.class, () -> day.runIn(BACK, "verify-fingerprint")))
                .hasMessageContaining("code changes was game/athena-start (");
        Files.writeString(script, adoptedScript);

        var back = day.runIn(BACK, "verify-fingerprint");
        assertThat(back.summary()).startsWith("v0.9.0-changed is back, and v1.0.0 serves no more");
        assertThat(back.values()).containsEntry("fingerprintAfter", adopted.fingerprint());
        assertThat(database.content()).isEqualTo(rows);
        assertThat(database.schema()).isEqualTo(schema);
        assertThat(database.properties("the game's memory")).isEqualTo(around);
    }

    private Target target(String deployment) {
        return new Targets(root.resolve("records")).of(deployment).orElseThrow();
    }

    private void activateNewRelease() throws Exception {
        GameServers.in(made.release("v1.0.0").resolve("game"), made.loginPort(), made.mapPort());
        Files.delete(made.active());
        Files.createSymbolicLink(made.active(), made.release("v1.0.0"));
    }

    private ActionHarness harness() {
        return new ActionHarness(
                root.resolve("records"),
                Map.of("databasePassword", ActionHarness.CANARY),
                List.of(
                        database.settings(),
                        new CodeSettings(
                                "/nowhere",
                                root.resolve("releases"),
                                made.active(),
                                List.of("git"),
                                5,
                                List.of(),
                                Map.of()),
                        SettingsText.read(ServiceSettings.class, made.services().replace("%", "%%"))),
                "x = 1\n");
    }
}
