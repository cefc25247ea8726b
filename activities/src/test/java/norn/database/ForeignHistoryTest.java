package norn.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import norn.action.ActionFailed;
import norn.state.Evidence.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A database that another tool has migrated until now: Norn goes on from what people say, and says where that cannot be right. */
@Tag("server")
class ForeignHistoryTest extends DatabaseTestBase {
    /** What the first two migrations make. */
    private static final String BY_ANOTHER_TOOL =
            "CREATE TABLE zones (id int PRIMARY KEY, name text); INSERT INTO zones VALUES (1, 'Prontera');"
                    + " ALTER TABLE players ADD zone int REFERENCES zones;";

    @BeforeEach
    void createDatabase() throws Exception {
        testDatabase = new TestDatabase(server, home, "game");
        harness = testDatabase.harness();
        testDatabase.asOwner(BY_ANOTHER_TOOL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "schema_migrations | (version varchar) | ('001'), ('002')",
                "schema_migrations | (version bigint, dirty bool) | (2, false)",
                "goose_db_version | (version_id bigint, is_applied bool) | (0, true), (1, true), (2, true), (3, false)",
                "_sqlx_migrations | (version bigint, success bool) | (1, true), (2, true)",
                "__diesel_schema_migrations | (version varchar) | ('001'), ('002')",
                "_prisma_migrations | (migration_name text, finished_at timestamptz) | ('001_zones', now()),"
                        + " ('002_player_zone', now())",
                "app.flyway_schema_history | (version text, success bool) | (NULL, true), ('1', true), ('2', true),"
                        + " ('3', false)",
                "gorp_migrations | (id text, applied_at timestamptz) | ('001_zones.sql', now()),"
                        + " ('002_player_zone.sql', now())",
                "knex_migrations | (id int, name text) | (1, '001_zones.js'), (2, '002_player_zone.js')",
                "\"SequelizeMeta\" | (name text) | ('001-zones.js'), ('002-player_zone.js')",
                "__drizzle_migrations | (id int, hash text, created_at bigint) | (2, 'a', 1), (3, 'b', 2)",
                "schema_version | (version int) | (2)",
                "_yoyo_migration | (migration_id text) | ('001_zones'), ('002_player_zone')",
                "\"__EFMigrationsHistory\" | (\"MigrationId\" text) | ('001_zones'), ('002_player_zone')"
            })
    void what_another_tool_applied_is_not_applied_again(String table, String columns, String rows) throws Exception {
        testDatabase.asOwner("CREATE SCHEMA app; CREATE TABLE %1$s %2$s; INSERT INTO %1$s VALUES %3$s"
                .formatted(table, columns, rows));

        assertThat(failure())
                .matches("\\S+ says that 0*2 is applied, by another tool, and baseline is 0: 001_zones.sql,"
                        + " 002_player_zone.sql would be applied again. Once you have seen that they are, state"
                        + " \"0*2\" as baseline");

        harness = testDatabase.harness(testDatabase.settingsAt("2"));
        assertThat(harness.run("check-database", "migrations", true).outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void what_another_program_applied_to_the_same_database_is_nothing_of_the_release() throws Exception {
        testDatabase.asOwner("CREATE TABLE knex_migrations (name text); INSERT INTO knex_migrations VALUES"
                + " ('20230101093000_dashboards.js')");
        harness = testDatabase.harness(testDatabase.settingsAt("2"));

        assertThat(harness.run("check-database", "migrations", true).outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void a_migration_of_the_number_0_is_not_taken_for_applied_in_silence() throws Exception {
        testDatabase.migration("0000_extensions.sql", "CREATE TABLE of_number_nought (id int);");

        assertThat(failure())
                .contains(
                        "0000_extensions.sql has the number 0, and so has the baseline: it would be taken for applied."
                                + " State none where no migration was ever applied, or \"0.0\" where this one was");

        testDatabase.asOwner("ALTER TABLE players DROP zone; DROP TABLE zones");
        harness = testDatabase.harness(testDatabase.settingsAt("none"));
        for (var action : List.of("check-database", "copy-database", "migrate-database", "swap-database")) {
            assertThat(harness.run(action).outcome()).as(action).isEqualTo(Outcome.DONE);
        }
        assertThat(harness.run("verify-migrations").values()).containsEntry("applied", 5);
    }

    @Test
    void flyway_s_history_in_another_schema_is_not_taken_for_norns() throws Exception {
        testDatabase.asOwner("CREATE SCHEMA app; CREATE TABLE app.flyway_schema_history (version text, success bool)");
        harness = testDatabase.harness(testDatabase.settingsAt("2"));

        for (var action : List.of("check-database", "copy-database", "migrate-database", "swap-database")) {
            assertThat(harness.run(action).outcome()).as(action).isEqualTo(Outcome.DONE);
        }
        assertThat(harness.run("verify-migrations").values()).containsEntry("applied", 2);
        assertThat(harness.run("check-database", "migrations", true).outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void that_no_baseline_is_stated_is_said_before_the_day() {
        harness = testDatabase.harness(testDatabase.settingsAt(""));

        assertThat(failure())
                .startsWith("the database has tables, and no history of migrations that Norn could go on from: state as"
                        + " baseline the version that it is at");
    }

    private String failure() {
        return catchThrowableOfType(ActionFailed.class, () -> harness.run("check-database", "migrations", true))
                .getMessage();
    }
}
