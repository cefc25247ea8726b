package norn.database.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import norn.database.postgres.SqlScanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Migration folders as they are found: one list says what is checked and what is run. */
class MigrationFolderTest {
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
                                + " 001_create_guilds.sql",
                        "R__views.sql: is no migration by its name. Expected a number first, such as 001_r_views.sql",
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
                                + " place: SQL",
                        "2024: the folder holds SQL that would not be run. Expected: migration.sql or up.sql in it, or"
                                + " its files beside it",
                        "20240115093000_create: the folder holds SQL that would not be run. Expected: migration.sql or"
                                + " up.sql in it, or its files beside it");
    }

    @Test
    void a_byte_order_mark_hides_nothing() throws IOException {
        write("001_a.sql", "\uFEFFBEGIN;\nCREATE TABLE a (id int);\n");

        assertThat(SqlScanner.findings(
                        new MigrationFolder(folder).files().get(0).sql()))
                .containsExactly("1: BEGIN of its own");
    }
}
