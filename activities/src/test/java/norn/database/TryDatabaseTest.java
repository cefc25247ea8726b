package norn.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import norn.action.ActionFailed;
import norn.database.postgres.SqlStatements;
import norn.database.postgres.TrialNames;
import norn.rehearsal.postgres.StandaloneDatabaseServer;
import norn.state.Evidence.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class TryDatabaseTest extends DatabaseTestBase {

    @BeforeEach
    void createDatabase() throws Exception {
        testDatabase = new TestDatabase(server, home, "game");
        harness = testDatabase.harness();
    }

    @Test
    void the_day_is_tried_on_a_restored_backup_and_nothing_is_left_of_it() throws Exception {
        var before = testDatabase.content();
        var around = testDatabase.properties("game");
        testDatabase.migration(
                "002.check.sql",
                "SELECT bool_and(zone = 1) FROM players;\nSELECT id FROM players WHERE zone IS NULL;\n");
        testDatabase.migration("005_rewrites.sql", "ALTER TABLE players ALTER t TYPE bigint;\n");

        var tried = harness.run("try-database");

        assertThat(tried.outcome()).isEqualTo(Outcome.DONE);
        assertThat(keys(tried.values().get("migrations")))
                .isEqualTo("[001_zones.sql, 002_player_zone.sql, 003_index.sql, 004_touch.sql, 005_rewrites.sql]");
        assertThat(keys(tried.values().get("milliseconds"))).isEqualTo("[restore, copy, migrate, verify, swap, back]");
        assertThat(tried.values())
                .containsEntry("assertions", 2)
                .containsEntry("rewritten", Map.of("public.players", 2000L));
        assertThat(tried.summary()).startsWith("v1.0.0 tried on the backup of ").contains("5 migrations in ");
        assertThat(databases()).containsExactly("game", "postgres");
        assertThat(testDatabase.content()).isEqualTo(before);
        assertThat(testDatabase.properties("game")).isEqualTo(around);
        assertThat(TrialRecord.find(harness.host().records(), "v1.0.0")
                        .orElseThrow()
                        .estimate())
                .startsWith("the old database is back in ");
    }

    @Test
    void what_fails_on_the_day_fails_beforehand_in_the_words_of_postgresql() throws Exception {
        testDatabase.migration("005_wrong.sql", "SELECT 1;\nINSERT INTO zones VALUES (1, 'twice');\n");

        var failed = failure();

        assertThat(failed.error()).isEqualTo("MigrationFailed");
        assertThat(failed)
                .hasMessage("in the trial, migrate: 005_wrong.sql:2: a value is there twice that must be unique: table"
                        + " zones, constraint zones_pkey (SQLSTATE 23505)");
        assertThat(databases()).containsExactly("game", "postgres");
    }

    @Test
    void what_a_migration_asserts_is_checked_right_after_it() throws Exception {
        testDatabase.migration(
                "002_player_zone.check.sql",
                "SELECT count(*) > 0 FROM players;\nSELECT name FROM players WHERE zone = 1;\n");

        assertThat(failure())
                .hasMessageStartingWith(
                        "in the trial, migrate: 002_player_zone.check.sql: statement 2: 1,000 rows of what is wrong."
                                + " Read ");

        testDatabase.migration("002_player_zone.check.sql", "SELECT count(*) = 0 FROM players;\n");
        assertThat(failure())
                .hasMessageStartingWith(
                        "in the trial, migrate: 002_player_zone.check.sql: statement 1: answers no instead of yes."
                                + " Read ");

        testDatabase.migration("002_player_zone.check.sql", "DO $$ BEGIN ASSERT false, 'never'; END $$;\n");
        assertThat(failure()).hasMessageStartingWith("in the trial, migrate: 002_player_zone.check.sql: statement 1: ");

        testDatabase.migration("002_player_zone.check.sql", "DELETE FROM players;\n");
        assertThat(failure().getMessage()).contains("the transaction may only read");
    }

    @Test
    void what_a_killed_trial_left_is_removed_by_the_next_one_and_listed() throws Exception {
        var left = TrialNames.of("game", "rehearsal-v1.0.0-20261201-0900");
        testDatabase.asSuperuser(
                "postgres", "CREATE DATABASE %s OWNER ai_world_user".formatted(SqlStatements.name(left)));
        testDatabase.asSuperuser(
                "postgres",
                "CREATE DATABASE %s OWNER ai_world_user".formatted(SqlStatements.name(left + "__next_0a1b2c3d")));

        assertThat(harness.run("list-retained").values().get("items").toString())
                .contains("database/" + left, "database/" + left + "__next_0a1b2c3d");

        harness.run("try-database");

        assertThat(databases()).containsExactly("game", "postgres");
    }

    private static String keys(Object map) {
        return String.valueOf(((Map<?, ?>) map).keySet());
    }

    private ActionFailed failure() {
        return catchThrowableOfType(ActionFailed.class, () -> harness.run("try-database"));
    }

    private static List<String> databases() throws Exception {
        try (var connection = server.connect("postgres", StandaloneDatabaseServer.SUPERUSER)) {
            return SqlStatements.list(
                    connection,
                    "SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY 1",
                    row -> row.getString(1));
        }
    }
}
