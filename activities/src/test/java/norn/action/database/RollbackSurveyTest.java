package norn.action.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import norn.action.ActionFailed;
import norn.action.Bench;
import norn.action.players.PlayersSettings;
import norn.journal.Evidence.Outcome;
import norn.rehearsal.PracticeDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The survey and the proof of a rollback, with a real database. */
class RollbackSurveyTest {
    @TempDir
    static Path serverHome;

    @TempDir
    Path home;

    private static PracticeDatabase server;
    private Game game;
    private Bench bench;

    @BeforeAll
    static void start() throws Exception {
        server = PracticeDatabase.start(serverHome);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void makeGame() throws Exception {
        game = new Game(server, home, "ai_world_memory");
        bench = game.bench().deployment("the deployment");
        Files.createSymbolicLink(home.resolve("active"), Files.createDirectories(home.resolve("releases/v0.9.0")));
        bench.run("fingerprint", "record", true);
    }

    @AfterEach
    void dropGame() throws Exception {
        game.close();
    }

    @Test
    void before_the_swap_a_rollback_opens_the_database_and_costs_nothing() {
        bench.run("copy-database");

        bench.deployment("a person's rollback");
        assertThat(bench.run("survey-world", "mode", "code").values())
                .containsEntry("database", true)
                .containsEntry("changed", true)
                .containsEntry("asksConsent", false)
                .containsEntry("price", "nothing that players did is set aside");
        bench.run("restore-database");
        assertThat(bench.run("survey-world").values()).containsEntry("changed", false);
        var proven = bench.run("prove-fingerprint").values();
        assertThat(proven.get("fingerprintAfter")).isEqualTo(proven.get("fingerprintBefore"));
    }

    @Test
    void a_day_that_was_ended_after_the_swap_is_taken_back_before_another_records_its_target() {
        bench.run("copy-database");
        bench.run("migrate-database");
        bench.run("swap-database");

        bench.deployment("the next deployment");
        var failed = catchThrowableOfType(ActionFailed.class, () -> bench.run("fingerprint", "record", true));
        assertThat(failed.error()).isEqualTo("UnfinishedDay");
        assertThat(bench.run("survey-world").values()).containsEntry("targetDeployment", "the deployment");
        bench.run("restore-database");

        assertThat(bench.run("fingerprint", "record", true).outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void after_go_live_its_price_is_counted_and_consent_asked_for() throws Exception {
        bench.run("copy-database");
        bench.run("migrate-database");
        bench.run("swap-database");
        assertThat(bench.run("survey-world").values())
                .containsEntry("rowsSince", 0L)
                .containsEntry("asksConsent", false)
                .containsEntry("database", true);
        game.asOwner("INSERT INTO players (name) SELECT 'new ' || i FROM generate_series(1, 42) i");

        bench.deployment("a person's rollback");
        await().untilAsserted(
                        () -> assertThat(bench.run("survey-world").values()).containsEntry("rowsSince", 42L));
        assertThat(bench.run("survey-world").values())
                .containsEntry("database", true)
                .containsEntry("asksConsent", true)
                .containsEntry("minutesSince", 0L)
                .containsEntry("price", "42 rows written in 0 minutes are set aside, and kept under another name");
        assertThat(bench.run("survey-world", "byPerson", false).values()).containsEntry("asksConsent", false);
        assertThat(bench.run("survey-world", "beforeGoLive", true).values())
                .as("what smoke tests wrote is nobody's")
                .containsEntry("asksConsent", false)
                .containsEntry("price", "nothing that players did is set aside");
        assertThat(bench.run("survey-world", "mode", "code").values()).containsEntry("database", false);
        assertThat(catchThrowableOfType(ActionFailed.class, () -> bench.run("prove-fingerprint", "mode", "database"))
                        .getMessage())
                .contains("schema was ", "database was oid ");
        assertThat(bench.run("prove-fingerprint", "mode", "code")
                        .values()
                        .get("compared")
                        .toString())
                .doesNotContain("schema");

        bench.run("restore-database");

        var proven = bench.run("prove-fingerprint").values();
        assertThat(proven.get("fingerprintAfter")).isEqualTo(proven.get("fingerprintBefore"));
        assertThat(proven.get("compared").toString()).contains("schema", "database settings");
        assertThat(game.databases())
                .containsExactly(
                        "ai_world_memory",
                        DatabaseNames.of("ai_world_memory", "the deployment").bad());
    }

    @Test
    void what_testers_wrote_behind_the_shut_door_is_nobodys_and_what_players_wrote_is_theirs() throws Exception {
        var door = new PlayersSettings.Door(
                home.resolve("door"), "=", Map.of("shut", "yes"), Map.of("shut", "no"), List.of());
        bench = game.bench(new PlayersSettings(
                        door,
                        List.of(),
                        List.of(),
                        List.of(),
                        "",
                        Duration.ofSeconds(1),
                        List.of(),
                        Duration.ofSeconds(1)))
                .deployment("the deployment");
        bench.run("close-door");
        bench.run("copy-database");
        bench.run("migrate-database");
        bench.run("swap-database");
        game.asOwner("INSERT INTO players (name) VALUES ('tester')");
        await().untilAsserted(
                        () -> assertThat(bench.run("survey-world").values()).containsEntry("rowsSince", 1L));

        assertThat(bench.run("survey-world").values())
                .containsEntry("asksConsent", false)
                .containsEntry("price", "nothing that players did is set aside");
        bench.run("open-door");
        assertThat(bench.run("survey-world").values()).containsEntry("asksConsent", true);
        bench.deployment("a person's rollback").run("close-door");
        assertThat(bench.run("survey-world").values())
                .as("players were in, whatever the door is now")
                .containsEntry("asksConsent", true);
    }

    @Test
    void where_the_original_and_its_dump_are_gone_nothing_is_renamed_and_it_is_said() throws Exception {
        loseTheOriginal();

        var failed = catchThrowableOfType(ActionFailed.class, () -> bench.run("restore-database"));

        assertThat(failed.error()).isEqualTo("OriginalGone");
        assertThat(game.databases()).containsExactly("ai_world_memory");
    }

    @Test
    void where_the_original_is_gone_its_proven_dump_is_restored_beside_and_swapped_in() throws Exception {
        var before = game.content();
        var around = game.around("ai_world_memory");
        bench.run("copy-database");
        bench.run("migrate-database");
        bench.run("swap-database");
        bench.run("back-up", "of", "original");
        game.asSuperuser(
                "postgres",
                "DROP DATABASE " + Sql.name(game.names("the deployment").previous()));
        assertThat(bench.run("survey-world").values()).containsEntry("database", true);

        var restored = bench.run("restore-database");

        assertThat(restored.summary()).isEqualTo("ai_world_memory is restored from the proven dump");
        assertThat(game.content()).isEqualTo(before);
        assertThat(game.around("ai_world_memory")).isEqualTo(around);
        assertThat(bench.run("restore-database").outcome()).isEqualTo(Outcome.ALREADY_SO);
        var proven = bench.run("prove-fingerprint").values();
        assertThat(proven.get("fingerprintAfter")).isEqualTo(proven.get("fingerprintBefore"));
        assertThat(proven.get("compared").toString()).contains("schema");
        assertThat(bench.run("survey-world").values()).containsEntry("changed", false);
    }

    private void loseTheOriginal() throws Exception {
        for (var action : java.util.List.of("copy-database", "migrate-database", "swap-database")) bench.run(action);
        game.asSuperuser(
                "postgres",
                "DROP DATABASE " + Sql.name(game.names("the deployment").previous()));
    }
}
