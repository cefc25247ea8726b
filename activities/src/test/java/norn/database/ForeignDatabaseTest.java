package norn.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import norn.action.ActionFailed;
import norn.database.postgres.SqlStatements;
import norn.rehearsal.postgres.StandaloneDatabaseServer;
import norn.state.Evidence.Outcome;
import norn.state.Finding;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Databases as other people set them up: what Norn's role cannot do with them is said beforehand, and what it can cope with, it does. */
@Tag("server")
class ForeignDatabaseTest extends DatabaseTestBase {
    private static final List<String> DAY =
            List.of("copy-database", "migrate-database", "verify-migrations", "swap-database", "restore-database");

    @BeforeEach
    void createDatabase() throws Exception {
        testDatabase = new TestDatabase(server, home, "game");
        harness = testDatabase.harness();
    }

    @Test
    void what_is_printed_anew_after_a_restore_is_the_same() throws Exception {
        testDatabase.asOwner("""
            CREATE DOMAIN rank_name AS varchar(10) CHECK (VALUE IN ('low', 'high'));
            CREATE TABLE ranks (r varchar(10), n int CHECK (n BETWEEN 1 AND 9 AND n NOT IN (3, 4)));
            CREATE INDEX ranks_some ON ranks (r) WHERE r IN ('low', 'high');
            CREATE VIEW some_ranks AS SELECT r FROM ranks WHERE r IN ('low', 'high');
            CREATE TABLE parent (a int); CREATE TABLE child (c text, d bytea) INHERITS (parent); ALTER TABLE parent ADD b int DEFAULT 7;
            INSERT INTO child (a, c) VALUES (1, 'one')\
            """);

        assertThat(harness.run("check-database").outcome()).isEqualTo(Outcome.DONE);
        assertThat(harness.run("back-up").values()).containsEntry("verified", true);
        assertThat(harness.run("verify-backup").values()).containsEntry("verified", true);
        assertThat(testDatabase.databases()).containsExactly("game");
    }

    @Test
    void how_the_database_prints_values_makes_no_difference() throws Exception {
        testDatabase.asSuperuser("game", """
            ALTER DATABASE game SET bytea_output = 'escape'; ALTER DATABASE game SET "DateStyle" = 'German';
            ALTER DATABASE game SET "TimeZone" = 'Asia/Tokyo'; ALTER DATABASE game SET "IntervalStyle" = 'iso_8601';
            ALTER DATABASE game SET extra_float_digits = -9; ALTER DATABASE game SET search_path = 'elsewhere'\
            """);
        testDatabase.asOwner("""
            CREATE TABLE public.avatars (id int, picture bytea, at timestamptz, took interval, share float8, kind regclass);
            INSERT INTO public.avatars VALUES (1, '\\x00ff41', now(), '1 day 2 hours', 1.0 / 3, 'public.avatars')\
            """);

        assertThat(harness.run("back-up").values()).containsEntry("verified", true);
        for (var action : List.of("copy-database", "restore-database")) {
            assertThat(harness.run(action).outcome()).isEqualTo(Outcome.DONE);
        }
    }

    @Test
    void what_only_a_superuser_could_restore_is_said_beforehand() throws Exception {
        testDatabase.asSuperuser("game", """
            CREATE FUNCTION no_drop() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$; ALTER FUNCTION no_drop OWNER TO ai_world_user;
            CREATE EVENT TRIGGER guard ON ddl_command_start EXECUTE FUNCTION no_drop();
            CREATE PUBLICATION everything FOR ALL TABLES; ALTER PUBLICATION everything OWNER TO postgres;
            CREATE EXTENSION pg_stat_statements; CREATE EXTENSION pg_trgm; CREATE CAST (date AS int) WITHOUT FUNCTION\
            """);

        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "only a superuser may create event trigger guard, publication everything FOR ALL TABLES,"
                                + " extension pg_stat_statements, cast date AS integer: role norn could not restore it, so"
                                + " no dump can be verified. Drop it if nothing needs it, or ALTER ROLE norn SUPERUSER",
                        "role postgres owns publication everything: role norn could not restore it, so no dump can be"
                                + " verified. Change the owner, or GRANT postgres TO norn");
        assertThat(failure("back-up").remedy()).doesNotContain("then RETRY").contains("SUPERUSER");
    }

    @Test
    void what_belongs_to_others_is_said_beforehand_with_its_owner() throws Exception {
        testDatabase.asSuperuser("postgres", role("legacy_app") + role("analyst"));
        testDatabase.asSuperuser("game", """
            CREATE TABLE legacy (id int); ALTER TABLE legacy OWNER TO legacy_app;
            ALTER DEFAULT PRIVILEGES FOR ROLE analyst IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC\
            """);

        assertThat(problems())
                .containsExactly(
                        "role analyst owns default acl for role analyst in schema public on tables: role norn could"
                                + " not restore it, so no dump can be verified. Change the owner, or GRANT analyst TO"
                                + " norn",
                        "role legacy_app owns table public.legacy: role norn could not restore it, so no dump can be"
                                + " verified. Change the owner, or ALTER ROLE norn SUPERUSER");
        assertThat(failure("back-up").message()).contains("legacy_app").doesNotContain("exited with");

        testDatabase.asSuperuser("game", "GRANT analyst, legacy_app TO norn; GRANT ai_world_user TO legacy_app");
        try {
            assertThat(harness.run("check-database").outcome()).isEqualTo(Outcome.DONE);
            assertThat(harness.run("back-up", harness.retry("back-up", 2)).values())
                    .containsEntry("verified", true);
            for (var action : DAY) {
                assertThat(harness.run(action).outcome()).as(action).isEqualTo(Outcome.DONE);
            }
        } finally {
            testDatabase.asSuperuser(
                    "postgres", "REVOKE legacy_app, analyst FROM norn; REVOKE ai_world_user FROM legacy_app");
        }
    }

    @Test
    void settings_that_only_superusers_may_set_are_said_beforehand_with_what_to_grant() throws Exception {
        testDatabase.asSuperuser(
                "game",
                "ALTER DATABASE game SET log_min_duration_statement = '250ms'; ALTER DATABASE game SET my.own = 'x'");

        assertThat(problems())
                .containsExactly(
                        "role norn cannot give the copy what game has: ALTER DATABASE \"game\" SET"
                                + " \"log_min_duration_statement\" TO '250ms' is refused. As a superuser: GRANT SET ON"
                                + " PARAMETER log_min_duration_statement TO \"norn\"",
                        "role norn cannot give the copy what game has: ALTER DATABASE \"game\" SET \"my\".\"own\" TO"
                                + " 'x' is refused. As a superuser: GRANT SET ON PARAMETER my.own TO \"norn\"");

        testDatabase.asSuperuser(
                "game",
                "GRANT SET ON PARAMETER log_min_duration_statement TO norn; GRANT SET ON PARAMETER my.own TO norn");
        var before = testDatabase.properties("game");
        for (var action : DAY) {
            assertThat(harness.run(action).outcome()).as(action).isEqualTo(Outcome.DONE);
        }
        assertThat(testDatabase.properties("game")).isEqualTo(before);
    }

    @Test
    void how_many_connections_it_needs_is_said_beforehand() throws Exception {
        testDatabase.asSuperuser("game", "ALTER DATABASE game CONNECTION LIMIT 3");
        try (var one = testDatabase.playerConnection();
                var another = testDatabase.playerConnection()) {
            assertThat(problems())
                    .containsExactly("game allows 3 connections, and 2 are in use: Norn needs 2 for a dump, and 4 for"
                            + " migrations. ALTER DATABASE \"game\" CONNECTION LIMIT 4, or more");
            assertThat(one.isValid(1) && another.isValid(1)).isTrue();
        }
        testDatabase.asSuperuser("game", "ALTER DATABASE game CONNECTION LIMIT 4");
        assertThat(harness.run("check-database").outcome()).isEqualTo(Outcome.DONE);
        assertThat(harness.run("back-up").values()).containsEntry("verified", true);
        for (var action : DAY) {
            assertThat(harness.run(action).outcome()).as(action).isEqualTo(Outcome.DONE);
        }
    }

    @Test
    void a_database_that_is_read_only_by_default_is_migrated_all_the_same() throws Exception {
        testDatabase.asSuperuser("game", "ALTER DATABASE game SET default_transaction_read_only = on");
        testDatabase.asSuperuser("postgres", "ALTER ROLE norn SET default_transaction_read_only = on");
        try {
            assertThat(harness.run("back-up").values()).containsEntry("verified", true);
            for (var action : DAY) {
                assertThat(harness.run(action).outcome()).as(action).isEqualTo(Outcome.DONE);
            }
        } finally {
            testDatabase.asSuperuser("postgres", "ALTER ROLE norn RESET default_transaction_read_only");
        }
    }

    @Test
    void migrations_make_things_where_the_owners_sessions_do() throws Exception {
        testDatabase.asOwner("CREATE SCHEMA app");
        testDatabase.asSuperuser("game", "ALTER ROLE ai_world_user IN DATABASE game SET search_path = app, public");
        testDatabase.migration(
                "005_unqualified.sql", "CREATE TABLE landed (id int);\nUPDATE zones SET name = 'found';\n");

        for (var action : List.of("copy-database", "migrate-database", "verify-migrations", "swap-database")) {
            assertThat(harness.run(action).outcome()).as(action).isEqualTo(Outcome.DONE);
        }

        try (var connection = server.connect("game", StandaloneDatabaseServer.SUPERUSER)) {
            assertThat(SqlStatements.list(
                            connection,
                            "SELECT schemaname FROM pg_tables WHERE tablename = 'landed'",
                            row -> row.getString(1)))
                    .containsExactly("app");
        }
    }

    /** The server gives a role's objects to another in the order in which it came to own them, which is not the order in which that is possible. */
    @Test
    void what_a_migration_moves_to_a_schema_that_it_makes_is_given_back_too() throws Exception {
        testDatabase.migration("005_library.sql", """
            CREATE FUNCTION public.half(n int) RETURNS int LANGUAGE sql AS 'SELECT n / 2';
            CREATE TEXT SEARCH CONFIGURATION public.words (COPY = simple);
            CREATE SCHEMA library;
            ALTER FUNCTION public.half(int) SET SCHEMA library;
            ALTER TEXT SEARCH CONFIGURATION public.words SET SCHEMA library;
            """);

        for (var action : List.of("copy-database", "migrate-database", "verify-migrations", "swap-database")) {
            assertThat(harness.run(action).outcome()).as(action).isEqualTo(Outcome.DONE);
        }

        try (var connection = server.connect("game", StandaloneDatabaseServer.SUPERUSER)) {
            assertThat(SqlStatements.list(connection, """
                            SELECT pg_get_userbyid(proowner) FROM pg_proc WHERE proname = 'half'
                            UNION ALL SELECT pg_get_userbyid(cfgowner) FROM pg_ts_config WHERE cfgname = 'words'
                            UNION ALL SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'library'\
                            """, row -> row.getString(1)))
                    .containsExactly(TestDatabase.OWNER, TestDatabase.OWNER, TestDatabase.OWNER);
        }
    }

    /** Of ICU, where the server was built with it. */
    private String collation() throws Exception {
        try (var connection = server.connect("game", StandaloneDatabaseServer.SUPERUSER)) {
            return SqlStatements.list(
                            connection,
                            "SELECT collname FROM pg_collation WHERE collname IN ('de-x-icu', 'POSIX') ORDER BY 1 DESC",
                            row -> row.getString(1))
                    .get(0);
        }
    }

    @Test
    void whatever_else_a_database_holds_comes_through_dump_copy_and_swap() throws Exception {
        testDatabase.asOwner("""
            CREATE SCHEMA "Größe; x"; CREATE TABLE "Größe; x"."T ""a"" b" ("Spalte 1" text COLLATE "%s", "a'b" int);
            INSERT INTO "Größe; x"."T ""a"" b" VALUES ('ä', 1), ('z', 2); CREATE UNLOGGED TABLE fast AS SELECT 1 AS one;
            CREATE TABLE made (id int GENERATED BY DEFAULT AS IDENTITY, twice int GENERATED ALWAYS AS (half * 2) STORED, half int);
            INSERT INTO made (half) VALUES (3), (4); CREATE TABLE numbered (id serial, at date NOT NULL) PARTITION BY RANGE (at);
            CREATE TABLE numbered_2026 PARTITION OF numbered FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
            CREATE TABLE numbered_rest (at date NOT NULL, id int NOT NULL DEFAULT 0); ALTER TABLE numbered ATTACH PARTITION numbered_rest DEFAULT;
            INSERT INTO numbered (at) VALUES ('2026-05-01'), ('2031-05-01');
            CREATE MATERIALIZED VIEW first AS SELECT half FROM made; CREATE MATERIALIZED VIEW second AS SELECT sum(half) FROM first;
            CREATE TABLE guarded (id int); ALTER TABLE guarded ENABLE ROW LEVEL SECURITY; CREATE POLICY mine ON guarded TO reader USING (id = 1);
            CREATE RULE nothing AS ON DELETE TO fast DO INSTEAD NOTHING; CREATE EXTENSION btree_gist; CREATE EXTENSION pg_trgm;
            CREATE TABLE rooms (r int, d daterange, EXCLUDE USING gist (r WITH =, d WITH &&)); INSERT INTO rooms VALUES (1, '[2026-01-01,2026-02-01)');
            SELECT lo_from_bytea(4711, '\\x00ff'); GRANT UPDATE (half) ON made TO reader WITH GRANT OPTION\
            """.formatted(collation()));
        var before = testDatabase.content();

        assertThat(harness.run("check-database").outcome()).isEqualTo(Outcome.DONE);
        assertThat(harness.run("back-up").values()).containsEntry("verified", true);
        for (var action : DAY) {
            assertThat(harness.run(action).outcome()).as(action).isEqualTo(Outcome.DONE);
        }
        assertThat(testDatabase.content()).isEqualTo(before);
    }

    @Test
    void what_people_define_by_themselves_comes_through_too() throws Exception {
        testDatabase.asOwner("""
            CREATE SCHEMA lib; CREATE FUNCTION lib.plus(int, int DEFAULT 1) RETURNS int LANGUAGE sql IMMUTABLE RETURN $1 + $2;
            CREATE FUNCTION public.upd() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN NEW.a := NEW.a + 1; RETURN NEW; END $f$;
            CREATE TABLE tr (a int); CREATE TRIGGER one BEFORE INSERT ON tr FOR EACH ROW EXECUTE FUNCTION upd(); CREATE TRIGGER two AFTER INSERT ON tr EXECUTE FUNCTION upd(); ALTER TABLE tr DISABLE TRIGGER two; ALTER TABLE tr ENABLE ALWAYS TRIGGER one; INSERT INTO tr VALUES (1);
            CREATE AGGREGATE lib.total (int) (SFUNC = int4pl, STYPE = int, INITCOND = '0'); CREATE OPERATOR lib.@@@ (LEFTARG = int, RIGHTARG = int, FUNCTION = lib.plus);
            CREATE COLLATION lib.ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false); CREATE TABLE ci (t text COLLATE lib.ci UNIQUE); INSERT INTO ci VALUES ('A'), ('b');
            CREATE TEXT SEARCH CONFIGURATION lib.cfg (COPY = simple); CREATE TABLE idx (t text, j jsonb); CREATE INDEX ON idx USING gin (to_tsvector('simple', t)); CREATE INDEX ON idx ((lower(t)) DESC NULLS LAST) INCLUDE (j); CREATE UNIQUE INDEX ON idx (t) NULLS NOT DISTINCT WHERE t <> '';
            CREATE PUBLICATION own FOR TABLE tr (a) WHERE (a > 0); CREATE PROCEDURE lib.p(INOUT x int) LANGUAGE plpgsql AS $$ BEGIN x := 1; COMMIT; END $$;
            CREATE TYPE lib.rng AS RANGE (subtype = float8); ALTER DEFAULT PRIVILEGES IN SCHEMA lib GRANT SELECT ON TABLES TO reader; CREATE TABLE lib.after (x int);
            CREATE CAST (text AS lib.rng) WITH INOUT;
            GRANT USAGE ON SCHEMA lib TO PUBLIC; REVOKE ALL ON FUNCTION lib.plus FROM PUBLIC; REVOKE CREATE ON SCHEMA public FROM PUBLIC;
            CREATE TABLE forced (id int); ALTER TABLE forced ENABLE ROW LEVEL SECURITY; CREATE TABLE li (LIKE idx INCLUDING ALL)\
            """);
        var before = testDatabase.content();

        assertThat(harness.run("check-database").outcome()).isEqualTo(Outcome.DONE);
        assertThat(harness.run("back-up").values()).containsEntry("verified", true);
        for (var action : DAY) {
            assertThat(harness.run(action).outcome()).as(action).isEqualTo(Outcome.DONE);
        }
        assertThat(testDatabase.content()).isEqualTo(before);
    }

    @Test
    void subscriptions_are_said_beforehand() throws Exception {
        testDatabase.asSuperuser(
                "game",
                "CREATE SUBSCRIPTION feed CONNECTION 'host=127.0.0.1 port=1 dbname=x' PUBLICATION p"
                        + " WITH (connect = false, enabled = false, slot_name = NONE, create_slot = false)");
        try {
            assertThat(problems())
                    .anyMatch(problem -> problem.startsWith("subscription feed: it stays with the original"));
        } finally {
            testDatabase.asSuperuser("game", "DROP SUBSCRIPTION feed");
        }
    }

    @Test
    void a_row_too_large_to_be_printed_is_no_damage() throws Exception {
        testDatabase.asOwner("""
            CREATE TABLE blobs (b bytea); ALTER TABLE blobs ALTER b SET STORAGE EXTERNAL;
            INSERT INTO blobs SELECT convert_to(repeat('x', 538000000), 'UTF8')\
            """);

        var found = harness.run("check-integrity");

        assertThat(found.finding()).isNotEqualTo(Finding.NO);
        assertThat(found.values())
                .containsEntry("dataProblems", 0)
                .containsEntry("tooLarge", List.of("\"public\".\"blobs\""));
        assertThat(found.summary()).contains("A row of \"public\".\"blobs\" is too large to be read as text");
        var failed = failure("back-up");
        assertThat(failed.message()).contains("a row is too large to be printed");
        assertThat(failed.remedy()).contains("RETRY alone does not help");
    }

    @Test
    void a_session_that_norn_may_not_end_is_named_and_waited_for() throws Exception {
        try (var agent = server.connect("game", StandaloneDatabaseServer.SUPERUSER)) {
            agent.setClientInfo("ApplicationName", "agent");

            assertThat(problems())
                    .anyMatch(problem -> problem.startsWith("a session of postgres (agent)")
                            && problem.contains("uses game and role norn may not end it"));

            var ending = new Thread(() -> endOnceWaitedFor(agent));
            ending.start();
            assertThat(harness.run("copy-database").outcome()).isEqualTo(Outcome.DONE);
            ending.join();
        }
        assertThat(harness.heartbeats()).anyMatch(line -> line.startsWith("waiting for a session of postgres (agent)"));
    }

    private void endOnceWaitedFor(Connection agent) {
        Awaitility.await()
                .until(() ->
                        List.copyOf(harness.heartbeats()).stream().anyMatch(line -> line.startsWith("waiting for")));
        try {
            agent.close();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void an_autovacuum_worker_at_the_copy_is_survived() throws Exception {
        testDatabase.asSuperuser("postgres", "ALTER SYSTEM SET autovacuum_naptime = '1s'");
        testDatabase.asSuperuser("postgres", "SELECT pg_reload_conf()");
        try {
            testDatabase.asOwner("""
                CREATE TABLE big AS SELECT i, repeat('x', 200) t FROM generate_series(1, 50000) i;
                ALTER TABLE big SET (autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1,
                    autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0);
                UPDATE big SET t = 'y' WHERE i % 3 = 0\
                """);
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> isVacuumed("game"));

            assertThat(harness.run("copy-database").outcome()).isEqualTo(Outcome.DONE);
        } finally {
            testDatabase.asSuperuser("postgres", "ALTER SYSTEM RESET autovacuum_naptime");
            testDatabase.asSuperuser("postgres", "SELECT pg_reload_conf()");
        }
    }

    private static boolean isVacuumed(String database) throws SQLException {
        try (var connection = server.connect("postgres", StandaloneDatabaseServer.SUPERUSER)) {
            return SqlStatements.number(
                            connection,
                            "SELECT count(*) FROM pg_stat_activity WHERE datname = ? AND backend_type = 'autovacuum"
                                    + " worker'",
                            database)
                    > 0;
        }
    }

    @Test
    void rows_that_row_level_security_hides_are_said_beforehand_and_never_missing_in_silence() throws Exception {
        testDatabase.asOwner("""
            CREATE TABLE secrets (id int); INSERT INTO secrets VALUES (1), (2);
            CREATE POLICY one ON secrets USING (id = 1); ALTER TABLE secrets ENABLE ROW LEVEL SECURITY; ALTER TABLE secrets FORCE ROW LEVEL SECURITY\
            """);

        assertThat(problems())
                .containsExactly(
                        "row level security of secrets hides rows from role norn: no dump, no check can see them."
                                + " ALTER ROLE norn BYPASSRLS");
        assertThat(failure("check-integrity").error()).isEqualTo("RowsHidden");
        assertThat(failure("back-up").message()).contains("row level security of table \"secrets\"");

        testDatabase.asSuperuser("postgres", "ALTER ROLE norn BYPASSRLS");
        try {
            assertThat(harness.run("check-database").outcome()).isEqualTo(Outcome.DONE);
            assertThat(harness.run("back-up", harness.retry("back-up", 2)).values())
                    .containsEntry("verified", true);
        } finally {
            testDatabase.asSuperuser("postgres", "ALTER ROLE norn NOBYPASSRLS");
        }
    }

    @Test
    void another_collation_version_is_said_beforehand() throws Exception {
        testDatabase.asSuperuser("postgres", "UPDATE pg_database SET datcollversion = '9.9' WHERE datname = 'game'");

        assertThat(problems()).anyMatch(problem -> problem.startsWith("game was created with collation version 9.9"));
    }

    private List<String> problems() {
        var failed = failure("check-database");
        assertThat(failed.error()).isEqualTo("DatabaseNotReady");
        return List.of(failed.message().split("; "));
    }

    private record Failure(String error, String message, String remedy) {}

    private Failure failure(String action) {
        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run(action));
        assertThat(failed).as(action).isNotNull();
        return new Failure(failed.error(), String.valueOf(failed.getMessage()), String.valueOf(failed.remedy()));
    }

    private static String role(String name) {
        return "DO $$ BEGIN CREATE ROLE %s; EXCEPTION WHEN duplicate_object THEN NULL; END $$;".formatted(name);
    }
}
