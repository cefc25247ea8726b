package norn.database.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import norn.database.postgres.SqlScanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Migration folders as they are found: one list says what is checked and what is run. */
class MigrationFolderTest {
    private static final String OR_EXCLUDED =
            "; if it is no migration, its name and the reason in excludedFromMigrations";

    @TempDir
    private Path folder;

    private void write(String name, String sql) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, sql);
    }

    private List<String> names() {
        return new MigrationFolder(folder)
                .files().stream().map(MigrationFile::name).toList();
    }

    private List<String> scripts() {
        return new MigrationFolder(folder)
                .files().stream().map(MigrationFile::script).toList();
    }

    private List<String> problems() {
        return new MigrationFolder(folder).problems();
    }

    private MigrationFolder excluding(String... names) {
        var reasons = new TreeMap<String, String>();
        for (var name : names) {
            reasons.put(name, "because of " + name);
        }
        return new MigrationFolder(folder, new MigrationExclusions(reasons));
    }

    @Test
    void names_of_the_usual_tools() throws IOException {
        write("10-last.sql", "");
        write("001_first.sql", "");
        write("002-create-guilds.sql", "");
        write("V3__more.sql", "");
        write("004_more.SQL", "");
        write("005.sql", "");
        write("006_x.up.sql", "");
        write("006_x.down.sql", "");
        write("007_checked.sql", "");
        write("007_checked.check.sql", "");
        write("U7__undo.sql", "");

        assertThat(names())
                .containsExactly(
                        "001_first.sql",
                        "002-create-guilds.sql",
                        "V3__more.sql",
                        "004_more.SQL",
                        "005.sql",
                        "006_x.up.sql",
                        "007_checked.sql",
                        "10-last.sql");
        assertThat(scripts())
                .containsExactly(
                        "001_first.sql",
                        "002_create-guilds.sql",
                        "3_more.sql",
                        "004_more.sql",
                        "005_migration.sql",
                        "006_x.sql",
                        "007_checked.sql",
                        "10_last.sql");
        assertThat(problems()).isEmpty();
    }

    @Test
    void a_folder_is_a_migration_only_where_it_has_the_name_of_one() throws IOException {
        write("20240115093000_create/migration.sql", "CREATE TABLE a (id int);");
        write("2024-02-01-120000_more/up.sql", "CREATE TABLE b (id int);");
        write("2024-02-01-120000_more/down.sql", "DROP TABLE b;");
        write("rollback/003_drop_b.sql", "DROP TABLE b;");
        write("seeds/900_demo_players.sql", "INSERT INTO a VALUES (4711);");

        assertThat(names()).containsExactlyInAnyOrder("20240115093000_create", "2024-02-01-120000_more");
        assertThat(new MigrationFolder(folder).files())
                .extracting(MigrationFile::sql)
                .containsExactlyInAnyOrder("CREATE TABLE a (id int);", "CREATE TABLE b (id int);");
        assertThat(problems()).isEmpty();
    }

    @Test
    void a_link_is_followed_and_one_that_leads_nowhere_is_a_problem() throws IOException {
        write("001_a.sql", "SELECT 1;");
        Files.createSymbolicLink(folder.resolve("002_b.sql"), Path.of("001_a.sql"));
        Files.createSymbolicLink(folder.resolve("003_c.sql"), Path.of("../shared/003_c.sql"));

        assertThat(new MigrationFolder(folder).files())
                .extracting(MigrationFile::name)
                .containsExactly("001_a.sql", "002_b.sql");
        assertThat(problems())
                .containsExactly(
                        "003_c.sql: is a link that leads nowhere, so nothing of it would be run. Expected: what it"
                                + " leads to" + OR_EXCLUDED);
    }

    @Test
    void what_would_be_passed_over_in_silence_is_a_problem() throws IOException {
        write("001_a.sql", "");
        write("001_a.sql.conf", "shouldExecute=false");
        write("1-b.sql", "");
        write("Create Guilds.sql", "");
        write("R__views.sql", "");
        write("README.md", "");

        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "001_a.sql.conf: settings for a single migration are not read. Remove it, and what it says"
                                + " from the release",
                        "Create Guilds.sql: is no migration by its name. Expected a number first, such as"
                                + " 001_create_guilds.sql"
                                + OR_EXCLUDED,
                        "R__views.sql: is no migration by its name. Expected a number first, such as 001_r_views.sql"
                                + OR_EXCLUDED,
                        "001_a.sql and 1-b.sql have the same number");
    }

    @Test
    void of_a_file_that_undoes_itself_the_first_part_is_run() throws IOException {
        write("001_a.sql", "-- migrate:up\nCREATE TABLE a (id int);\n\n-- migrate:down\nDROP TABLE a;\n");
        write("002_b.sql", "-- +goose Up\nCREATE TABLE b (id int);\n-- +goose Down\nDROP TABLE b;\n");
        write("003_c.sql", "-- migrate:down\nDROP TABLE c;\n-- migrate:up\nCREATE TABLE c (id int);\n");

        assertThat(new MigrationFolder(folder).files().stream().limit(2).map(MigrationFile::sql))
                .containsExactly(
                        "-- migrate:up\nCREATE TABLE a (id int);\n\n", "-- +goose Up\nCREATE TABLE b (id int);\n");
        assertThat(problems())
                .containsExactly("003_c.sql: says where its undoing begins, and not where it begins itself");
    }

    @ParameterizedTest
    @CsvSource({
        "-- Up Migration, -- Down Migration",
        "-- migrate:up transaction:false, --migrate:down",
        "-- +goose Up, -- +goose Down",
        "-- +migrate Up notransaction, -- +migrate Down",
        "-- rambler up, -- rambler down",
        "-- !Ups, -- !Downs",
        "# --- !Ups, # --- !Downs",
        "-- +up, -- +down",
        "-- of tern, ---- create above / drop below ----",
        "-- of MyBatis, -- //@UNDO",
    })
    void a_file_that_undoes_itself_as_the_usual_tools_have_it(String up, String down) throws IOException {
        write(
                "001_a.sql",
                "%s\nCREATE TABLE download (id int); -- Downtime\n%s\nDROP TABLE download;\n".formatted(up, down));

        assertThat(problems()).isEmpty();
        assertThat(new MigrationFolder(folder).files().get(0).sql())
                .isEqualTo("%s\nCREATE TABLE download (id int); -- Downtime\n".formatted(up.replace("#", "--")));
    }

    @Test
    void a_migration_that_is_no_sql_or_lies_deeper_is_not_passed_over_in_silence() throws IOException {
        write("001_a.sql", "");
        write("00002_backfill.go", "");
        write("main.go", "");
        write("2024/003_c.sql", "");
        write("20240115093000_create/index.sql", "");
        write("20240116093000_other/README.md", "");
        write("meta/0000_snapshot.json", "");

        assertThat(problems())
                .containsExactly(
                        "00002_backfill.go: is a migration that is no SQL, and would not be run. Expected in its"
                                + " place: SQL" + OR_EXCLUDED,
                        "2024: the folder holds SQL that would not be run. Expected: migration.sql or up.sql in it, or"
                                + " its files beside it" + OR_EXCLUDED,
                        "20240115093000_create: the folder holds SQL that would not be run. Expected: migration.sql or"
                                + " up.sql in it, or its files beside it" + OR_EXCLUDED);
    }

    @Test
    void a_byte_order_mark_hides_nothing() throws IOException {
        write("001_a.sql", "\uFEFFBEGIN;\nCREATE TABLE a (id int);\n");

        assertThat(SqlScanner.findings(
                        new MigrationFolder(folder).files().get(0).sql()))
                .containsExactly("1: BEGIN of its own");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "V1_1__init.sql | 1.1 | init",
                "V2.1.0__more.sql | 2.1.0 | more",
                "001_2024_season.sql | 001 | 2024_season",
                "20240115093000_2fa.sql | 20240115093000 | 2fa",
                "2024-01-15_create.sql | 2024.01.15 | create",
                "2024-01-15-01-create.sql | 2024.01.15.01 | create",
                "2024_01_15_093000_create_users.sql | 2024.01.15.093000 | create_users",
                "20240115-093000_create.sql | 20240115.093000 | create",
                "20240115T0930_create.sql | 20240115.0930 | create",
                "001.do.create.sql | 001 | create",
                "001.do.sql | 001 | migration",
                "001.create.sql | 001 | create",
                "001 create guilds.sql | 001 | create guilds",
                "001.up.sql | 001 | migration"
            })
    void a_version_is_read_as_its_tool_reads_it(String name, String version, String description) throws IOException {
        write(name, "");

        assertThat(new MigrationFolder(folder).files())
                .singleElement()
                .satisfies(file -> assertThat(file.script()).isEqualTo(version + "_" + description + ".sql"));
        assertThat(problems()).isEmpty();
    }

    @Test
    void numbers_that_are_one_to_a_tool_are_one() throws IOException {
        write("V1__a.sql", "");
        write("V1.0__b.sql", "");
        write("2024-01-15-a.sql", "");
        write("2024-01-16-b.sql", "");

        assertThat(problems()).containsExactly("V1.0__b.sql and V1__a.sql have the same number");
    }

    @Test
    void of_two_files_of_one_number_the_one_that_undoes_is_not_run() throws IOException {
        write("001_create_up.sql", "");
        write("001_create_down.sql", "");
        write("002_more.sql", "");
        write("002_more_rollback.sql", "");
        write("003_shut_down.sql", "");
        write("004.do.sql", "");
        write("004.undo.sql", "");
        write("005.undo.x.sql", "");

        assertThat(names()).containsExactly("001_create_up.sql", "002_more.sql", "003_shut_down.sql", "004.do.sql");
        assertThat(problems()).isEmpty();
    }

    @Test
    void what_would_not_be_run_by_its_name_or_its_folder_is_said() throws IOException {
        write("001_a.sql", "");
        write("002_b.psql", "");
        write("003_c.sql.txt", "");
        write("views/V4__d.sql", "");
        write("rollback/V4__drop_d.sql", "");
        write("001_notes.txt", "");

        assertThat(problems())
                .containsExactly(
                        "002_b.psql: would not be run by its name. Expected: one that ends with .sql" + OR_EXCLUDED,
                        "003_c.sql.txt: would not be run by its name. Expected: one that ends with .sql" + OR_EXCLUDED,
                        "views: the folder holds SQL that would not be run. Expected: migration.sql or up.sql in it, or"
                                + " its files beside it" + OR_EXCLUDED);
    }

    @ParameterizedTest
    @CsvSource({
        "-- Up, -- Down",
        "-- UP, -- ROLLBACK",
        "-- ==== up ====, -- ==== down ====",
        "--@UP, --@DOWN",
        "-- Up:, -- Undo:"
    })
    void a_file_whose_parts_begin_with_a_word_alone_is_run_to_its_undoing(String up, String down) throws IOException {
        write("001_a.sql", "%s\nCREATE TABLE a (id int);\n%s\nDROP TABLE a;\n".formatted(up, down));

        assertThat(problems()).isEmpty();
        assertThat(new MigrationFolder(folder).files().get(0).sql())
                .isEqualTo("%s\nCREATE TABLE a (id int);\n".formatted(up));
    }

    @Test
    void a_comment_is_no_undoing_where_a_tool_s_own_marks_are() throws IOException {
        write("001_a.sql", "-- migrate:up\nSELECT 1;\n-- rollback\nSELECT 2;\n-- migrate:down\nSELECT 3;\n");
        write("002_b.sql", "SELECT 1;\n-- Rollback:\nDROP TABLE b;\n");

        assertThat(new MigrationFolder(folder).files().get(0).sql()).endsWith("SELECT 2;\n");
        assertThat(problems())
                .containsExactly("002_b.sql: says where its undoing begins, and not where it begins itself");
    }

    @Test
    void what_a_tool_would_do_with_a_file_and_nothing_does_here_is_said() throws IOException {
        write("001_a.sql", "-- +migrate Up\nSELECT 1;\n-- +migrate Down\nSELECT 2;\n-- +migrate Up\nSELECT 3;\n");
        write("002_b.sql", "-- +goose ENVSUB ON\n-- +goose Up\nSELECT '${GUILD}';\n");

        assertThat(problems())
                .containsExactly(
                        "001_a.sql: goes on behind its undoing, and only what stands before would be run. Expected: its"
                                + " undoing at the end",
                        "002_b.sql: has its tool fill in variables (ENVSUB), and nothing does so here. Expected: the"
                                + " values themselves");
    }

    @Test
    void lines_of_another_system_hide_nothing() throws IOException {
        write("001_a.sql", "-- of an old editor\rBEGIN;\rSELECT 1;\r");

        assertThat(SqlScanner.findings(
                        new MigrationFolder(folder).files().get(0).sql()))
                .containsExactly("2: BEGIN of its own");
    }

    @Test
    void text_of_another_encoding_is_named() throws IOException {
        Files.write(folder.resolve("001_a.sql"), "SELECT 1;\n".getBytes(StandardCharsets.UTF_16LE));

        assertThatThrownBy(this::problems).hasMessage("001_a.sql: is not UTF-8 text");
    }

    @Test
    void a_baseline_that_is_no_number_is_refused_with_the_file() {
        Baseline.require("none");
        Baseline.require("2024-01-15");

        assertThatThrownBy(() -> Baseline.require("016_name.sql"))
                .hasMessage(
                        "baseline 016_name.sql: expected the number of a migration, such as \"16\" of 016_name.sql, or"
                                + " none where no migration was ever applied");
        assertThat(Baseline.version("none").compareTo(Baseline.version("0"))).isNegative();
    }

    @Test
    void a_folder_from_which_nothing_would_be_run_says_where_sql_lies() throws IOException {
        write("postgres/001_a.sql", "");
        write("docs/README.md", "");

        assertThat(new MigrationFolder(folder).emptiness())
                .isEqualTo(folder + ": holds no migration; SQL lies in postgres");
    }

    @Test
    void other_sql_is_left_aside_where_the_environment_says_so_and_why() throws IOException {
        write("001_a.sql", "");
        write("schema.sql", "");
        write("structure.sql", "");
        write("seed.sql", "");
        write("2024/seed.sql", "");
        write("002_c.psql", "");

        var migrations = excluding("s*.sql", "seed.sql", "2024", "002_c.psql", "gone-*.sql");

        assertThat(migrations.problems()).isEmpty();
        assertThat(migrations.files()).extracting(MigrationFile::name).containsExactly("001_a.sql");
        assertThat(migrations.excluded())
                .containsExactly(
                        entry("002_c.psql", "because of 002_c.psql"),
                        entry("2024", "because of 2024"),
                        entry("schema.sql", "because of s*.sql"),
                        entry("seed.sql", "because of seed.sql"),
                        entry("structure.sql", "because of s*.sql"));
        assertThat(migrations.excludingNothing()).containsExactly("gone-*.sql");
    }

    @Test
    void what_is_left_aside_is_neither_read_nor_compared_with_other_numbers() throws IOException {
        write("001_a.sql", "");
        write("001_old.sql", "-- migrate:down\n");
        Files.createSymbolicLink(folder.resolve("schema.sql"), Path.of("../db/schema.sql"));

        assertThat(excluding("001_old.sql", "schema.sql").problems()).isEmpty();
        assertThat(excluding("001_old.sql").files())
                .extracting(MigrationFile::name)
                .containsExactly("001_a.sql");
        assertThat(excluding("001_old.sql", "schema.sql").excluded()).containsOnlyKeys("001_old.sql", "schema.sql");
    }

    @Test
    void a_migration_is_left_aside_by_its_whole_name_alone() throws IOException {
        write("001_a.sql", "");
        write("000_create_database.sql", "");
        write("00002_backfill.go", "");
        write("R__views.sql", "");
        write("20240115093000_more/migration.sql", "");

        assertThat(excluding("000_create_database.sql", "00002_backfill.go", "R__views.sql", "20240115093000_more")
                        .files())
                .extracting(MigrationFile::name)
                .containsExactly("001_a.sql");
        var migrations = excluding("*");
        assertThat(migrations.files())
                .extracting(MigrationFile::name)
                .containsExactly("000_create_database.sql", "001_a.sql", "20240115093000_more");
        assertThat(migrations.excluded()).isEmpty();
        assertThat(migrations.problems())
                .contains("20240115093000_more: is a migration by its name, and * of excludedFromMigrations does not"
                        + " exclude it. Expected: its whole name there, or a pattern that leaves it")
                .hasSize(7);
    }

    @Test
    void what_a_migration_must_hold_cannot_be_left_aside() throws IOException {
        write("001_a.sql", "");
        write("001_a.check.sql", "");

        var migrations = excluding("001_a.check.sql");

        assertThat(migrations.problems())
                .containsExactly("001_a.check.sql: is checked after its migration, and excludedFromMigrations does not"
                        + " exclude it. Expected: it to be gone from the release, or a pattern that leaves it");
        assertThat(migrations.excluded()).isEmpty();
    }

    @Test
    void a_name_is_no_path_and_needs_a_reason() {
        assertThatThrownBy(() -> excluding("sub/schema.sql"))
                .hasMessage("excludedFromMigrations: sub/schema.sql: expected the name of a file or folder that lies in"
                        + " the folder of migrations itself; * stands for any characters of it");
        assertThatThrownBy(() -> new MigrationExclusions(Map.of("schema.sql", " ")))
                .hasMessage("excludedFromMigrations: schema.sql: expected the reason, for whoever reads the evidence");
    }
}
