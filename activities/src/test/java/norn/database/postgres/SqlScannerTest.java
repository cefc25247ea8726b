package norn.database.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SqlScannerTest {
    @Test
    void statements_that_need_more_than_their_database_are_named_with_their_lines() {
        assertThat(SqlScanner.findings("""
            SELECT 1;
            ALTER DATABASE game SET work_mem TO '9MB';
            GRANT CONNECT ON DATABASE game TO reader; GRANT reader TO writer;
            ALTER SYSTEM SET work_mem TO '9MB';
            COPY t TO PROGRAM 'cat'; COPY t FROM '/etc/passwd';
            SET ROLE owner; SET LOCAL ROLE owner; RESET SESSION AUTHORIZATION;
            ALTER TABLE t OWNER TO owner; CREATE SCHEMA s AUTHORIZATION owner;
            ALTER DEFAULT PRIVILEGES FOR ROLE owner GRANT SELECT ON TABLES TO reader;
            COMMENT ON DATABASE game IS 'x'; DROP OWNED BY reader; ALTER /* all */ ROLE reader SET work_mem TO '9MB';
            """))
                .containsExactly(
                        "2: ALTER DATABASE reaches beyond this database",
                        "3: GRANT ON DATABASE reaches beyond this database",
                        "3: GRANT of a role reaches beyond this database",
                        "4: ALTER SYSTEM reaches beyond this database",
                        "5: COPY … PROGRAM reaches beyond this database",
                        "5: COPY of a file of the server reaches beyond this database",
                        "6: SET ROLE: migrations run as a role that can become no other",
                        "6: SET ROLE: migrations run as a role that can become no other",
                        "6: RESET ROLE: migrations run as a role that can become no other",
                        "7: OWNER TO: leave it out, everything belongs to the owner after the migration",
                        "7: AUTHORIZATION: leave it out, everything belongs to the owner after the migration",
                        "8: ALTER DEFAULT PRIVILEGES FOR a role: leave FOR out, it means the owner",
                        "9: COMMENT ON DATABASE reaches beyond this database",
                        "9: DROP OWNED reaches beyond this database",
                        "9: ALTER ROLE reaches beyond this database");
    }

    @Test
    void what_only_looks_like_it_is_left_alone() {
        assertThat(SqlScanner.findings("""
            -- ALTER SYSTEM
            SELECT 'ALTER SYSTEM; COMMIT;', E'it\\'s; COMMIT;', "BEGIN; COMMIT;" FROM t;
            GRANT SELECT ON role TO reader; GRANT SELECT ON TABLE "database" TO reader;
            ALTER TABLE t RENAME COLUMN owner TO holder; ALTER TABLE t RENAME owner TO holder;
            CREATE USER MAPPING FOR x SERVER y; SET search_path TO public;
            CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END;
            CREATE FUNCTION g() RETURNS int LANGUAGE plpgsql AS $body$ BEGIN COMMIT; RETURN 1; END $body$;
            ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader;
            SELECT a$1$ FROM t; SELECT 1 \\\\ 2;
            """)).isEmpty();
    }

    @Test
    void what_no_transaction_may_hold_stands_alone() {
        assertThat(SqlScanner.findings(
                        "ALTER TABLE old ADD lvl int;\nCREATE INDEX CONCURRENTLY old_lvl ON old (lvl);\n"))
                .containsExactly(
                        "2: no transaction may hold it, such as an index built concurrently. It must be alone in its"
                                + " file");
        assertThat(SqlScanner.findings("-- slow\nCREATE INDEX CONCURRENTLY old_lvl ON old (lvl);\n"))
                .isEmpty();
        assertThat(SqlScanner.findings("SELECT 1; REFRESH MATERIALIZED VIEW CONCURRENTLY totals;"))
                .isEmpty();
    }

    @Test
    void the_rows_of_a_copy_are_no_statements() {
        assertThat(SqlScanner.findings("""
            COPY motd (id, text) FROM stdin;
            1	it's
            BEGIN	2
            \\.
            COMMIT;
            """)).containsExactly("5: COMMIT of its own");
    }

    @Test
    void what_flyway_would_begin_a_transaction_for_is_said_and_how_it_works_without() {
        assertThat(SqlScanner.findings("ALTER TABLE logs DETACH PARTITION logs_2020 CONCURRENTLY;"))
                .containsExactly(
                        "1: DETACH PARTITION … CONCURRENTLY: no transaction may hold it. Leave CONCURRENTLY out,"
                                + " nobody else is in the copy");
        assertThat(SqlScanner.findings(
                        "ALTER DEFAULT PRIVILEGES IN SCHEMA s FOR ROLE owner GRANT SELECT ON TABLES TO r;"))
                .containsExactly("1: ALTER DEFAULT PRIVILEGES FOR a role: leave FOR out, it means the owner");
    }

    @Test
    void a_block_reaches_no_further_than_a_statement() {
        assertThat(SqlScanner.findings(
                        "\nDO $$ BEGIN CREATE ROLE game_reader; EXCEPTION WHEN duplicate_object THEN NULL; END $$;"))
                .containsExactly("2: CREATE ROLE reaches beyond this database");
        assertThat(SqlScanner.findings(
                        "DO $x$ BEGIN IF true THEN CREATE TABLE role (id int); COMMIT; END IF; END $x$;"))
                .isEmpty();
    }

    @Test
    @Timeout(30)
    void a_file_is_read_once_whatever_it_holds() {
        var sizes = 4 << 20;
        var began = System.nanoTime();

        SqlScanner.findings("x".repeat(sizes));
        SqlScanner.findings("INSERT INTO t VALUES " + "(1, 2), ".repeat(sizes / 8));
        SqlScanner.findings("BEGIN ATOMIC " + "SELECT 1; ".repeat(sizes / 10));
        SqlScanner.findings("$" + "x".repeat(50) + " $$".repeat(sizes / 50));
        SqlScanner.findings("SELECT 1" + " \\".repeat(sizes / 2));
        SqlScanner.findings(";\n".repeat(sizes / 2));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void a_savepoint_stays_within_the_transaction() {
        assertThat(SqlScanner.findings("SAVEPOINT a; DELETE FROM t; ROLLBACK TO SAVEPOINT a; RELEASE SAVEPOINT a;"))
                .isEmpty();
        assertThat(SqlScanner.findings("ROLLBACK;")).containsExactly("1: ROLLBACK of its own");
    }

    @Test
    void what_another_program_would_do_first_is_said() {
        assertThat(SqlScanner.findings("""
            CREATE TABLE ${schema}.guilds (id int);
            {{ template "shared.sql" . }}
            SELECT 'CREATE DATABASE x' WHERE true \\gexec
            INSERT INTO mails VALUES ('Hello ${name}, {}', $${x}$$, '{1,2}'::int[]);
            """))
                .containsExactly(
                        "1: ${schema} is to be filled in, and nothing does so here",
                        "2: {{ template \"shared.sql\" . }} is to be filled in, and nothing does so here",
                        "3: psql's own command \\gexec");
        assertThat(SqlScanner.findings(
                        "GRANT SELECT ON t TO :reader;\nINSERT INTO t VALUES (:'name', a[1:n], b::text, ':x');\n"))
                .containsExactly("1: psql's own variable :reader", "2: psql's own variable :'name'");
        assertThat(SqlScanner.findings(
                        "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN x := :y; END $$; DO $$"
                                + " BEGIN x := 1; END $$;"))
                .isEmpty();
    }

    @Test
    void rows_without_an_end_are_said() {
        assertThat(SqlScanner.findings("SELECT 1;\nCOPY t FROM stdin;\n1\n2\n"))
                .containsExactly("2: the rows of COPY have no end. Expected: a line \\. behind them");
    }

    @Test
    void an_index_that_is_built_anew_needs_no_other_way_in_a_copy() {
        assertThat(SqlScanner.findings("REINDEX INDEX CONCURRENTLY a;"))
                .containsExactly("1: REINDEX … CONCURRENTLY: no transaction may hold it. Leave CONCURRENTLY out, nobody"
                        + " else is in the copy");
    }
}
