package norn.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.action.Fence;
import norn.action.Heartbeats;
import norn.action.run.ActionRunner;
import norn.database.postgres.DatabaseNames;
import norn.database.postgres.Server;
import norn.database.postgres.SqlStatements;
import norn.files.Sha256;
import norn.rehearsal.postgres.StandaloneDatabaseServer;
import norn.state.Evidence.Outcome;
import norn.state.Finding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class DatabaseActionsTest extends DatabaseTestBase {
    private static final String DEPLOYMENT = "rehearsal-v1.0.0-20261201-0900";

    private DatabaseNames names;

    @BeforeEach
    void createDatabase() throws Exception {
        testDatabase = new TestDatabase(server, home, "ai_world_memory");
        harness = testDatabase.harness();
        names = testDatabase.names(DEPLOYMENT);
    }

    @Test
    void the_copy_is_migrated_and_swapped_in_and_the_original_retained_and_restored() throws Exception {
        var before = testDatabase.content();
        var around = testDatabase.properties(testDatabase.name);

        assertThat(harness.run("check-database", "migrations", true).values()).containsEntry("migrations", 4);
        var copied = harness.run("copy-database");
        var migrated = harness.run("migrate-database");
        var verified = harness.run("verify-migrations");
        var swapped = harness.run("swap-database");

        assertThat(copied.values()).containsEntry("rows", 2501L);
        assertThat(migrated.values()).containsEntry("migrations", 4).containsEntry("applied", 4);
        assertThat(verified.values()).containsEntry("database", names.next());
        assertThat(swapped.values()).containsEntry("retained", names.previous());
        assertThat(testDatabase.databases()).containsExactly(testDatabase.name, names.previous());
        assertThat(testDatabase.properties(testDatabase.name)).isEqualTo(around);
        assertThat(ownerSees("SELECT count(*) FROM players WHERE zone = 1")).isEqualTo(2000);
        assertThat(harness.run("verify-migrations").values()).containsEntry("database", testDatabase.name);
        assertThat(harness.run("check-integrity").values()).containsEntry("dataProblems", 0);
        assertThat(harness.run("optimise-database").outcome()).isEqualTo(Outcome.DONE);

        var restored = harness.run("restore-database");

        assertThat(restored.values().get("contentAfter"))
                .isEqualTo(copied.values().get("contentSha256"));
        assertThat(testDatabase.content()).isEqualTo(before);
        assertThat(testDatabase.properties(testDatabase.name)).isEqualTo(around);
        assertThat(testDatabase.databases()).containsExactly(testDatabase.name, names.bad());
    }

    @Test
    void migrations_of_other_tools_are_run_and_only_once() throws Exception {
        testDatabase.migration("005-guilds.sql", "\uFEFFCREATE TABLE guilds (id int);\n");
        testDatabase.migration("V6__ranks.SQL", "CREATE TABLE ranks (id int);\n");
        testDatabase.migration(
                "7_up.sql", "-- migrate:up\nCREATE TABLE ups (id int);\n-- migrate:down\nDROP TABLE ups;\n");
        for (var action : List.of("check-database", "copy-database", "migrate-database", "swap-database")) {
            harness.run(action);
        }

        assertThat(ownerSees("SELECT count(*) FROM guilds, ranks, ups")).isZero();
        assertThat(harness.run("verify-migrations").values()).containsEntry("applied", 7);
        assertThat(harness.run("check-database", "migrations", true).values())
                .containsEntry(
                        "files",
                        "001_zones.sql, 002_player_zone.sql, 003_index.sql, 004_touch.sql, 005-guilds.sql,"
                                + " V6__ranks.SQL, 7_up.sql");
    }

    @Test
    void what_the_environment_excludes_is_not_run_and_said() throws Exception {
        testDatabase.migration("schema.sql", "CREATE TABLE everything (id int);\n");

        assertThat(catchThrowableOfType(ActionFailed.class, () -> harness.run("check-database", "migrations", true)))
                .hasMessage("schema.sql: is no migration by its name. Expected a number first, such as 001_schema.sql;"
                        + " if it is no migration, its name and the reason in excludedFromMigrations");

        harness = testDatabase.harness(
                testDatabase.settingsExcluding("{schema.sql: for new installations, seed.sql: demo}"));
        var checked = harness.run("check-database", "migrations", true);

        assertThat(checked.values())
                .containsEntry("migrations", 4)
                .containsEntry("excludedFromMigrations", Map.of("schema.sql", "for new installations"))
                .containsEntry("excludesNothing", List.of("seed.sql"));
        assertThat(checked.summary())
                .endsWith("; not run: schema.sql (for new installations); excludedFromMigrations excludes nothing here:"
                        + " seed.sql");
        assertThat(harness.run("try-database").values())
                .containsEntry("excludedFromMigrations", Map.of("schema.sql", "for new installations"));
        for (var action : List.of("copy-database", "migrate-database", "swap-database")) {
            harness.run(action);
        }
        assertThat(ownerSees("SELECT count(*) FROM pg_tables WHERE tablename = 'everything'"))
                .isZero();
    }

    @Test
    void a_query_after_the_migrations_can_change_nothing() throws Exception {
        harness = testDatabase.harness(testDatabase.settingsVerifying("INSERT INTO zones VALUES (2) RETURNING id"));
        harness.run("copy-database");
        harness.run("migrate-database");

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("verify-migrations"));

        assertThat(failed).hasMessageContaining("SQLSTATE 25006");
        harness.run("swap-database");
        assertThat(ownerSees("SELECT count(*) FROM zones")).isEqualTo(1);
    }

    @Test
    void what_came_late_was_changed_or_is_gone_is_found_before_the_day() throws Exception {
        for (var action : List.of("copy-database", "migrate-database", "swap-database")) {
            harness.run(action);
        }
        testDatabase.migration("001_zones.sql", "CREATE TABLE other (id int);\n");
        testDatabase.migration("003.5_late.sql", "SELECT 1;\n");
        Files.delete(testDatabase.migrationFiles().stream()
                .filter(file -> file.endsWith("002_player_zone.sql"))
                .findFirst()
                .orElseThrow());

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("check-database", "migrations", true));

        assertThat(failed)
                .hasMessage("001_zones.sql: was changed after it was applied;"
                        + " 002_player_zone.sql: is applied, and the release does not have it;"
                        + " 003.5_late.sql: was never applied, and later ones are. Give it a number above those");
    }

    @Test
    void each_run_twice_is_already_so() throws Exception {
        for (var action : List.of("copy-database", "migrate-database", "swap-database")) {
            assertThat(harness.run(action).outcome()).isEqualTo(Outcome.DONE);
            assertThat(harness.run(action).outcome()).as(action).isEqualTo(Outcome.ALREADY_SO);
        }
        assertThat(harness.run("copy-database").outcome()).isEqualTo(Outcome.ALREADY_SO);
        assertThat(harness.run("migrate-database").outcome()).isEqualTo(Outcome.ALREADY_SO);
        assertThat(harness.run("restore-database").outcome()).isEqualTo(Outcome.DONE);
        assertThat(harness.run("restore-database").outcome()).isEqualTo(Outcome.ALREADY_SO);
    }

    @Test
    void a_failed_migration_names_file_line_and_state_and_never_touched_production() throws Exception {
        var before = testDatabase.content();
        testDatabase.migration(
                "003_index.sql", "CREATE TABLE fine (id int);\n\nALTER TABLE no_such_table ADD x int;\n");
        harness.run("copy-database");

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("migrate-database"));

        assertThat(failed.error()).isEqualTo("MigrationFailed");
        assertThat(failed).hasMessage("003_index.sql:3: there is no such table (SQLSTATE 42P01)");
        assertThat(failed.retryable()).isFalse();
        assertThat(testDatabase.databases()).containsExactly(testDatabase.name);
        assertThat(catchThrowableOfType(ActionFailed.class, () -> harness.run("swap-database"))
                        .error())
                .isEqualTo("NotMigrated");

        testDatabase.migration("003_index.sql", "SELECT 1;\n");
        assertThat(harness.run("migrate-database", harness.retry("migrate-database", 2))
                        .outcome())
                .isEqualTo(Outcome.DONE);
        harness.run("restore-database");
        assertThat(testDatabase.content()).isEqualTo(before);
        assertThat(testDatabase.databases()).containsExactly(testDatabase.name);
    }

    @Test
    void a_migration_can_touch_nothing_but_the_copy_however_it_is_written() throws Exception {
        var around = testDatabase.properties(testDatabase.name);
        var roles = testDatabase.roles();
        var begun = home.resolve("begun");

        for (var statement : List.of(
                "ALTER DATABASE ai_world_memory SET work_mem TO '9MB'",
                "ALTER DATABASE ai_world_memory CONNECTION LIMIT 1",
                "DROP DATABASE ai_world_memory",
                "GRANT CREATE ON DATABASE ai_world_memory TO reader",
                "REVOKE CONNECT ON DATABASE ai_world_memory FROM reader",
                "ALTER ROLE ai_world_user SET work_mem TO '9MB'",
                "ALTER ROLE norn PASSWORD 'mine'",
                "ALTER SYSTEM SET work_mem TO '9MB'",
                "COPY (SELECT 1) TO PROGRAM 'touch %s'".formatted(begun),
                "COPY (SELECT 1) TO '%s'".formatted(begun),
                "CREATE ROLE intruder",
                "SET ROLE ai_world_user",
                "SET ROLE norn",
                "SET SESSION AUTHORIZATION norn")) {
            testDatabase.migration(
                    "005_beyond.sql",
                    "DO $norn$ BEGIN EXECUTE %s; END $norn$;\n".formatted(SqlStatements.text(statement)));
            testDatabase.migration("006_wrong.sql", "SELECT no_such_function();\n");
            harness.run("copy-database");

            var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("migrate-database"));

            assertThat(failed.error()).as(statement).isEqualTo("MigrationFailed");
            assertThat(testDatabase.roles()).as(statement).isEqualTo(roles);
            harness.run("restore-database");
            assertThat(testDatabase.properties(testDatabase.name)).as(statement).isEqualTo(around);
            assertThat(begun).as(statement).doesNotExist();
        }
        assertThat(testDatabase.databases()).containsExactly(testDatabase.name);
    }

    @Test
    void what_a_migration_sets_for_its_database_comes_with_the_swap_and_goes_with_the_rollback() throws Exception {
        var before = testDatabase.properties(testDatabase.name);
        testDatabase.migration(
                "005_setting.sql",
                "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem TO %L', current_database(), '9MB'); END"
                        + " $$;\n");
        for (var action : List.of("copy-database", "migrate-database", "swap-database")) {
            harness.run(action);
        }

        assertThat(testDatabase.properties(testDatabase.name).toString()).contains("work_mem=9MB");
        assertThat(testDatabase.properties(testDatabase.name).get("rights")).isEqualTo(before.get("rights"));
        assertThat(testDatabase.properties(testDatabase.name).get("row")).isEqualTo(before.get("row"));

        harness.run("restore-database");

        assertThat(testDatabase.properties(testDatabase.name)).isEqualTo(before);
    }

    @Test
    void what_migrations_make_is_as_if_the_owner_had_made_it() throws Exception {
        try (var direct = new TestDatabase(server, home.resolve("direct"), "direct")) {
            for (var database : List.of(testDatabase, direct)) {
                database.asSuperuser(
                        database.name,
                        "CREATE EXTENSION pg_trgm; CREATE SCHEMA others; CREATE TABLE others.t (id int)");
                database.asOwner(ALL_KINDS);
                database.migration("005_kinds.sql", MORE_KINDS);
            }
            for (var action : List.of("copy-database", "migrate-database", "verify-migrations", "swap-database")) {
                harness.run(action);
            }
            for (var file : direct.migrationFiles()) {
                direct.asOwner(Files.readString(file));
            }

            assertThat(testDatabase.schema().lines())
                    .containsExactlyElementsOf(direct.schema().lines().toList());
            assertThat(testDatabase.schema()).contains("default rights").doesNotContain("norn_migrations");
        }
    }

    private static final String ALL_KINDS = """
        CREATE SCHEMA own; CREATE TABLE own.of_schema (id serial PRIMARY KEY, t text);
        CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE DOMAIN positive AS int CHECK (VALUE > 0);
        CREATE TYPE pair AS (a int, b int); CREATE SEQUENCE free; CREATE VIEW named AS SELECT name FROM players;
        CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql AS 'SELECT $1 * 2';
        CREATE PROCEDURE nothing() LANGUAGE sql AS '';
        CREATE AGGREGATE total (int) (SFUNC = int4pl, STYPE = int); CREATE AGGREGATE counted (*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0');
        CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq);
        CREATE COLLATION plain FROM "C"; CREATE STATISTICS both_ ON id, t FROM players;
        CREATE TEXT SEARCH CONFIGURATION words (COPY = simple); CREATE PUBLICATION changes FOR TABLE players;
        CREATE TABLE parts (id int, t text) PARTITION BY LIST (id); CREATE TABLE part1 PARTITION OF parts FOR VALUES IN (1);
        SELECT lo_create(4711);
        ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader; ALTER DEFAULT PRIVILEGES IN SCHEMA own GRANT USAGE ON SEQUENCES TO reader;
        ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC\
        """;

    private static final String MORE_KINDS = """
        CREATE TABLE in_public (id serial, m public.mood); CREATE TABLE own.more (id int GENERATED ALWAYS AS IDENTITY);
        CREATE FUNCTION public.thrice(int) RETURNS int LANGUAGE sql AS 'SELECT $1 * 3'; ALTER TABLE public.players ADD mood public.mood;
        DROP VIEW public.named; CREATE VIEW public.named AS SELECT name, mood FROM public.players; GRANT SELECT ON public.named TO reader;
        CREATE SCHEMA third; CREATE TABLE third.t (id int); ALTER TYPE public.mood ADD VALUE 'fair';
        ALTER DEFAULT PRIVILEGES IN SCHEMA third GRANT INSERT ON TABLES TO reader; ALTER TABLE own.of_schema ADD x int;
        CREATE OR REPLACE FUNCTION public.twice(int) RETURNS int LANGUAGE sql AS 'SELECT $1 + $1';
        CREATE EXTENSION IF NOT EXISTS pg_trgm; CREATE EXTENSION IF NOT EXISTS hstore;
        """;

    @Test
    void statements_that_need_more_are_named_beforehand_unless_they_are_applied_already() throws Exception {
        testDatabase.migration("005_more.sql", "SELECT 1;\nALTER TABLE players OWNER TO ai_world_user;\n");

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("check-database"));

        assertThat(failed)
                .hasMessage(
                        "005_more.sql:2: OWNER TO: leave it out, everything belongs to the owner after the migration");
        testDatabase.migration("005_more.sql", "SELECT 1;\n");
        for (var action : List.of("copy-database", "migrate-database", "swap-database")) {
            harness.run(action);
        }
        testDatabase.migration("005_more.sql", "SELECT 1;\nALTER TABLE players OWNER TO ai_world_user;\n");
        testDatabase.asOwner("UPDATE flyway_schema_history SET checksum = "
                + crc("SELECT 1;", "ALTER TABLE players OWNER TO ai_world_user;") + " WHERE version = '005'");
        assertThat(harness.run("check-database").outcome()).isEqualTo(Outcome.DONE);
    }

    /** As Flyway computes it: over the lines, without their ends. */
    private static int crc(String... lines) {
        var crc = new CRC32();
        for (var line : lines) {
            crc.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return (int) crc.getValue();
    }

    @Test
    void a_role_that_could_reach_beyond_the_copy_is_refused_beforehand() throws Exception {
        testDatabase.asSuperuser("postgres", "ALTER ROLE norn_migrations CREATEDB");
        testDatabase.asSuperuser("postgres", "GRANT reader TO norn_migrations");
        try {
            assertThat(catchThrowableOfType(ActionFailed.class, () -> harness.run("check-database")))
                    .hasMessage("role norn_migrations (migrationUser) may do more than log in: migrations could reach"
                            + " beyond the copy; role norn_migrations (migrationUser) is a member of reader:"
                            + " migrations could reach beyond the copy");
        } finally {
            testDatabase.asSuperuser("postgres", "ALTER ROLE norn_migrations NOCREATEDB");
            testDatabase.asSuperuser("postgres", "REVOKE reader FROM norn_migrations");
        }
    }

    @Test
    void what_the_server_says_of_rows_stays_on_the_host() throws Exception {
        testDatabase.migration("005_unique.sql", "INSERT INTO zones VALUES (1, 'a@b.example');\n");
        harness.run("copy-database");

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("migrate-database"));

        assertThat(failed)
                .hasNoCause()
                .hasMessage("005_unique.sql:1: a value is there twice that must be unique: table zones, constraint"
                        + " zones_pkey (SQLSTATE 23505)");
        var cause =
                Path.of(String.valueOf(failed.remedy()).replaceFirst(".*The cause is in (.*) on this host\\.", "$1"));
        assertThat(cause).content().contains("Key (id)=(1) already exists");
    }

    @Test
    void an_integrity_query_that_finds_everything_is_read_so_far_and_its_rows_stay_on_the_host() throws Exception {
        testDatabase.asOwner("ALTER TABLE events DROP CONSTRAINT events_player_fkey;"
                + " INSERT INTO events SELECT 1000000 + i FROM generate_series(1, 300000) i");

        var found = harness.run("check-integrity");

        assertThat(found.finding()).isEqualTo(Finding.NO);
        assertThat(found.summary())
                .contains("lost events: more than 1,000 rows. Read ")
                .doesNotContain("1000001");
        assertThat(Path.of(found.summary().replaceFirst("(?s).* Read (\\S+?)\\.? .*", "$1")))
                .content()
                .contains("1000001");
    }

    @Test
    void nobody_gets_in_between_copy_and_swap_so_that_no_write_is_lost() throws Exception {
        try (var player = testDatabase.playerConnection()) {
            harness.run("copy-database");

            assertThat(player.isValid(1)).isFalse();
        }
        assertThat(catchThrowableOfType(SQLException.class, () -> testDatabase.playerConnection())
                        .getSQLState())
                .isEqualTo("55000");
        harness.run("migrate-database");
        try (var visitor = server.connect(names.next(), TestDatabase.OWNER)) {
            harness.run("swap-database");

            assertThat(visitor.isValid(1)).isFalse();
        }
        try (var player = testDatabase.playerConnection()) {
            assertThat(player.isValid(1)).isTrue();
        }
    }

    @Test
    void a_copy_whose_drop_was_interrupted_is_dropped_by_whoever_meets_it() throws Exception {
        harness.run("copy-database");
        halfDropped(names.next());

        assertThat(harness.run("copy-database").outcome()).isEqualTo(Outcome.DONE);
        harness.run("migrate-database");
        halfDropped(names.next());
        assertThat(harness.run("restore-database").summary()).contains("is open again");

        try (var maintenance = server.connect("postgres", StandaloneDatabaseServer.SUPERUSER)) {
            assertThat(Server.find(maintenance, names.next())).isEmpty();
        }
    }

    /** As PostgreSQL leaves a database whose drop fails for want of room, or is killed. */
    private void halfDropped(String database) throws SQLException {
        testDatabase.asSuperuser(
                "postgres", "UPDATE pg_database SET datconnlimit = -2 WHERE datname = '%s'".formatted(database));
    }

    @Test
    void a_copy_into_whose_original_somebody_wrote_since_is_made_anew() throws Exception {
        harness.run("copy-database");
        harness.run("migrate-database");
        testDatabase.asSuperuser("postgres", "ALTER DATABASE ai_world_memory ALLOW_CONNECTIONS true");
        testDatabase.asOwner("INSERT INTO players (name) VALUES ('late')");

        assertThat(catchThrowableOfType(ActionFailed.class, () -> harness.run("swap-database"))
                        .error())
                .isEqualTo("NotMigrated");
        assertThat(harness.run("copy-database").outcome()).isEqualTo(Outcome.DONE);
        harness.run("migrate-database");
        harness.run("swap-database");

        assertThat(ownerSees("SELECT count(*) FROM players WHERE name = 'late'"))
                .isEqualTo(1);
    }

    @Test
    void a_dump_is_verified_by_a_restore_and_copied_elsewhere() throws Exception {
        var backup = harness.run("back-up");

        assertThat(backup.values())
                .containsEntry("verified", true)
                .containsEntry("rows", 2501L)
                .containsEntry("tables", 4L);
        assertThat(Path.of((String) backup.values().get("offsite"))).exists();
        assertThat(testDatabase.databases()).containsExactly(testDatabase.name);
        assertThat(harness.run("back-up").outcome()).isEqualTo(Outcome.ALREADY_SO);
        assertThat(harness.run("verify-backup").values()).containsEntry("verified", true);
    }

    @Test
    void a_view_that_is_not_of_today_or_was_never_filled_makes_no_dump_a_lie() throws Exception {
        testDatabase.asOwner(
                "INSERT INTO events VALUES (1, '{}'); CREATE MATERIALIZED VIEW empty AS SELECT 1 WITH NO DATA");

        assertThat(harness.run("back-up").values()).containsEntry("verified", true);
        for (var action : List.of("copy-database", "migrate-database", "swap-database", "restore-database")) {
            harness.run(action);
        }
    }

    @Test
    void an_installation_that_ends_long_statements_does_not_end_norns() throws Exception {
        testDatabase.asSuperuser("postgres", "ALTER ROLE norn SET statement_timeout TO '2ms'");
        try {
            assertThat(harness.run("copy-database").outcome()).isEqualTo(Outcome.DONE);
        } finally {
            testDatabase.asSuperuser("postgres", "ALTER ROLE norn RESET statement_timeout");
        }
    }

    @Test
    void a_table_that_is_dropped_while_it_reads_is_no_problem_of_the_data() {
        var order = harness.order("check-integrity");

        var failed = catchThrowableOfType(
                ActionFailed.class,
                () -> new ActionRunner(harness.host(), Clock.systemUTC())
                        .run("check-integrity", order, new Heartbeats() {
                            @Override
                            public void heartbeat(String progress) {
                                if (progress.equals("reading events")) {
                                    dropOddTable();
                                }
                            }

                            @Override
                            public int tryNumber() {
                                return 1;
                            }
                        }));

        assertThat(failed.error()).isEqualTo("StatementFailed");
        assertThat(failed)
                .hasMessageContaining("there is no such table (SQLSTATE 42P01)")
                .hasMessageNotContaining("data problem");
    }

    private void dropOddTable() {
        try {
            testDatabase.asOwner("DROP TABLE \"odd; name\"");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void a_dump_is_verified_although_players_write_all_the_time() throws Exception {
        var ended = new AtomicBoolean();
        var players = new Thread(() -> {
            try (var player = testDatabase.playerConnection()) {
                while (!ended.get()) {
                    SqlStatements.run(player, "INSERT INTO players (name) VALUES ('writes on')");
                }
            } catch (SQLException gone) {
                ended.set(true);
            }
        });
        players.start();

        var backup = harness.run("back-up");
        ended.set(true);
        players.join();

        assertThat(backup.values()).containsEntry("verified", true);
        assertThat(ownerSees("SELECT count(*) FROM players")).isGreaterThan(2000);
    }

    @Test
    void what_is_rolled_back_is_retained_for_norn_alone_to_read() throws Exception {
        for (var action : List.of("copy-database", "migrate-database", "swap-database")) {
            harness.run(action);
        }
        testDatabase.asOwner("INSERT INTO players (name) VALUES ('set aside')");

        harness.run("restore-database");

        try (var setAside = server.connect(names.bad(), "norn")) {
            assertThat(SqlStatements.number(setAside, "SELECT count(*) FROM players WHERE name = 'set aside'"))
                    .isEqualTo(1);
        }
        assertThat(catchThrowableOfType(SQLException.class, () -> server.connect(names.bad(), TestDatabase.OWNER))
                        .getSQLState())
                .isEqualTo("42501");
    }

    @Test
    void what_nothing_needs_of_dumps_and_databases_is_listed_and_removed() throws Exception {
        for (var action :
                List.of("back-up", "copy-database", "migrate-database", "swap-database", "restore-database")) {
            harness.run(action);
        }
        harness.run("back-up", harness.order("back-up-again"));
        var items = harness.run("list-retained").values().get("items").toString();
        var dump = "dump/%s-live-rehearsal-v1.0.0-20261201-0900-back-up-1.dump".formatted(testDatabase.name);
        assertThat(items)
                .contains("name=" + dump, "name=database/" + names.bad(), "neededFor=it is the newest that is verified")
                .doesNotContain("name=database/%s,".formatted(testDatabase.name));

        harness.run("drop-retained", "names", List.of(dump, "database/" + names.bad()), "by", "alice");

        assertThat(testDatabase.databases()).containsExactly(testDatabase.name);
        assertThat(harness.run("list-retained").values().get("items").toString())
                .doesNotContain(dump)
                .contains("back-up-again-1.dump");
    }

    @Test
    void the_retained_original_is_dumped_by_norn_alone_and_gets_its_rights_back() throws Exception {
        var around = testDatabase.properties(testDatabase.name);
        harness.run("copy-database");
        harness.run("migrate-database");
        harness.run("swap-database");

        var backup = harness.run("back-up", "of", "original");

        assertThat(backup.values()).containsEntry("verified", true).containsEntry("rows", 2501L);
        assertThat(catchThrowableOfType(SQLException.class, () -> server.connect(names.previous(), TestDatabase.OWNER))
                        .getSQLState())
                .isEqualTo("42501");
        harness.run("restore-database");
        assertThat(testDatabase.properties(testDatabase.name)).isEqualTo(around);
    }

    @Test
    void an_original_without_a_list_of_rights_is_closed_to_its_owner_too() throws Exception {
        testDatabase.asSuperuser("postgres", "UPDATE pg_database SET datacl = NULL WHERE datname = 'ai_world_memory'");
        var around = testDatabase.properties(testDatabase.name);
        for (var action : List.of("copy-database", "migrate-database", "swap-database")) {
            harness.run(action);
        }

        harness.run("back-up", "of", "original", "verify", false);

        for (var role : List.of(TestDatabase.OWNER, "reader")) {
            assertThat(catchThrowableOfType(
                                    SQLException.class,
                                    () -> server.connect(names.previous(), role).close())
                            .getSQLState())
                    .as(role)
                    .isEqualTo("42501");
        }
        harness.run("restore-database");
        assertThat(testDatabase.properties(testDatabase.name)).isEqualTo(around);
    }

    @Test
    void a_lying_dump_is_refused() throws Exception {
        harness.run("back-up", "verify", false);
        var dump = Path.of(
                (String) harness.run("back-up", "verify", false).values().get("file"));
        var whole = Files.readAllBytes(dump);

        Files.write(dump, Arrays.copyOf(whole, whole.length / 2));
        assertThat(refusal()).contains("read back with");

        var flipped = whole.clone();
        flipped[whole.length * 2 / 3] ^= 1;
        Files.write(dump, flipped);
        assertThat(refusal()).contains("read back with");

        Files.write(dump, new byte[0]);
        assertThat(refusal()).contains("read back with");

        Files.delete(dump);
        assertThat(refusal()).contains("the file is gone");

        dumpInstead(dump, "--exclude-table=*odd*");
        assertThat(refusal()).contains("its schema differs");

        dumpInstead(dump, "--exclude-table-data=events");
        assertThat(refusal()).contains("its content differs", "events", "500 rows", "0 rows");

        Files.write(dump, Arrays.copyOf(whole, whole.length / 2));
        markVerified(dump);
        assertThat(refusal()).contains("it cannot be restored");
        assertThat(testDatabase.databases()).containsExactly(testDatabase.name);
    }

    @Test
    void an_older_holder_may_change_nothing_any_more() throws Exception {
        new Fence(home.resolve("records")).acquire("newer");

        for (var action : List.of("copy-database", "migrate-database", "swap-database", "restore-database")) {
            assertThat(catchThrowableOfType(ActionFailed.class, () -> harness.run(action))
                            .error())
                    .isEqualTo("StaleFence");
        }
        assertThat(catchThrowableOfType(ActionFailed.class, () -> harness.run("back-up", "of", "original"))
                        .error())
                .isEqualTo("StaleFence");
    }

    @Test
    void prepared_transactions_are_named() throws Exception {
        try (var player = testDatabase.playerConnection()) {
            player.setAutoCommit(false);
            SqlStatements.run(player, "INSERT INTO players (name) VALUES ('x')");
            SqlStatements.run(player, "PREPARE TRANSACTION 'forgotten'");
            player.setAutoCommit(true);
        }

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("copy-database"));

        assertThat(failed).hasMessage("database ai_world_memory: held by prepared transactions forgotten");
        testDatabase.asSuperuser(testDatabase.name, "ROLLBACK PREPARED 'forgotten'");
    }

    @Test
    void what_is_not_fit_is_reported_at_once() throws Exception {
        testDatabase.migration("002_again.sql", "BEGIN;\nSELECT 'COMMIT;';\nCOMMIT;\n");
        testDatabase.migration("005_meta.sql", "\\c postgres\nCREATE ROLE x;\n");

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("check-database"));

        assertThat(failed.error()).isEqualTo("DatabaseNotReady");
        assertThat(failed.getMessage())
                .contains("002_again.sql and 002_player_zone.sql have the same number")
                .contains("002_again.sql:1: BEGIN of its own")
                .contains("002_again.sql:3: COMMIT of its own")
                .contains("005_meta.sql:1: psql's own command \\c postgres")
                .contains("005_meta.sql:2: CREATE ROLE reaches beyond this database");
    }

    @Test
    void a_wrong_password_is_reported_without_it() throws Exception {
        harness = testDatabase.harness(testDatabase.settings("nobody; DROP ROLE norn"));

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("check-database"));

        assertThat(failed.error()).isEqualTo("LoginRefused");
        assertThat(failed.getMessage()).doesNotContain(ActionHarness.CANARY);
    }

    @Test
    void no_secret_is_left_in_any_record() throws Exception {
        harness.run("back-up");
        harness.run("copy-database");
        harness.run("migrate-database");

        try (var files = Files.walk(home)) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .doesNotContain("c4n4ry"));
        }
    }

    private String refusal() {
        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("verify-backup"));
        assertThat(failed.error()).isEqualTo("BackupNotVerified");
        return failed.getMessage();
    }

    /** A dump that lacks something, with a description that says it is as it was written. */
    private void dumpInstead(Path dump, String lacking) throws Exception {
        var process = new ProcessBuilder(
                        server.tools().resolve("pg_dump").toString(),
                        "-Fc",
                        lacking,
                        "-f",
                        dump.toString(),
                        server.url().substring("jdbc:".length()) + "/" + testDatabase.name + "?user="
                                + StandaloneDatabaseServer.SUPERUSER)
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
        markVerified(dump);
    }

    private static void markVerified(Path dump) throws Exception {
        var description = dump.resolveSibling(dump.getFileName() + ".json");
        var text = Files.readString(description).replaceFirst("(\"sha256\" : \")[0-9a-f]+", "$1" + Sha256.of(dump));
        Files.writeString(description, text, StandardOpenOption.TRUNCATE_EXISTING);
    }

    private int ownerSees(String sql) throws SQLException {
        try (var player = testDatabase.playerConnection()) {
            return (int) SqlStatements.number(player, sql);
        }
    }
}
