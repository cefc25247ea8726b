package norn.database.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.action.SettingsText;
import norn.files.FileTrees;
import norn.state.Evidence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a MariaDB database: taken, verified by a restore, and refused where they are none. */
@Tag("server")
class MariadbBackupTest {
    @TempDir
    private Path home;

    private TestMariadb mariadb;
    private ActionHarness harness;

    @BeforeEach
    void createDatabase() {
        mariadb = new TestMariadb(home, "ragnarok_" + System.nanoTime());
        harness = mariadb.harness();
    }

    @AfterEach
    void dropDatabase() {
        mariadb.close();
    }

    @Test
    void a_backup_is_restored_and_compared_and_its_evidence_says_what_is_in_it() throws IOException {
        assertThat(harness.run("check-stores").summary()).isEqualTo("players is ready");

        var evidence = harness.run("back-up-stores", "of", "live", "verify", true);

        var store = StoreHarness.store(evidence);
        assertThat(store)
                .containsEntry("store", "players")
                .containsEntry("kind", "mariadb")
                .containsEntry("tables", 4L)
                .containsEntry("rows", 1303L)
                .containsEntry("notCompared", List.of())
                .containsEntry(
                        "excluded",
                        List.of("the rows of picklog", "users and their rights, which belong to the server"))
                .containsEntry("verified", true);
        var folder = Path.of((String) store.get("file"));
        assertThat(store).containsEntry("sha256", FileTrees.hash(folder));
        assertThat(home.resolve("offsite").resolve(folder.getFileName())).isDirectory();
        assertThat(evidence.summary())
                .startsWith("players: 1,303 rows in 4 tables, ")
                .endsWith("KB, verified by a restore");
        assertThat(mariadb.databases()).containsExactly(mariadb.name);
        try (var files = Files.walk(home)) {
            assertThat(files.filter(Files::isRegularFile)
                            .filter(file -> file.toString().contains("records")))
                    .isNotEmpty()
                    .noneMatch(file -> FileTrees.hash(file).isEmpty())
                    .allSatisfy(file -> assertThat(file).content().doesNotContain(TestMariadb.PASSWORD));
        }
        assertThat(harness.run("back-up-stores", "of", "live", "verify", true).outcome())
                .isEqualTo(Evidence.Outcome.ALREADY_SO);
    }

    @Test
    void the_dump_brings_back_rows_views_routines_triggers_and_events() {
        harness.run("back-up-stores");
        var folder = Path.of(
                (String) StoreHarness.store(harness.run("verify-stores")).get("file"));

        assertThat(folder.resolve("dump.sql"))
                .content()
                .contains("CREATE TABLE `inventory`", "PROCEDURE `reward`", "TRIGGER named", "VIEW `rich`")
                .doesNotContain("EVENT `nightly`");
        assertThat(folder.resolve("events.sql")).content().contains("EVENT `nightly`");
    }

    @Test
    void a_dump_that_lost_a_row_or_a_byte_is_no_backup() throws IOException {
        var store = StoreHarness.store(harness.run("back-up-stores", "verify", false));
        assertThat(store).containsEntry("verified", false);
        var folder = Path.of((String) store.get("file"));
        var dump = folder.resolve("dump.sql");

        Files.writeString(dump, Files.readString(dump).replace("'Rotes Tränklein'", "'Rotes Traenklein'"));

        assertThat(failure("verify-stores").error()).isEqualTo("BackupNotVerified");
        assertThat(failure("verify-stores")).hasMessageContaining("it is not as it was written");
        var forged = StoreBackup.read(folder).orElseThrow();
        new StoreBackup(
                        forged.store(),
                        forged.kind(),
                        forged.folder(),
                        FileTrees.hash(folder),
                        forged.sizeBytes(),
                        forged.of(),
                        forged.deployment(),
                        forged.takenAt(),
                        forged.content(),
                        null,
                        null)
                .write();
        assertThat(failure("verify-stores"))
                .hasMessageStartingWith("players: the dump is no backup: restored, its content differs: {item_db=");
        assertThat(mariadb.databases()).containsExactly(mariadb.name);
    }

    @Test
    void a_store_that_is_written_although_everything_is_stopped_is_not_backed_up_as_closed() throws Exception {
        var writer = CompletableFuture.runAsync(() -> mariadb.in("""

            DELIMITER //
            BEGIN NOT ATOMIC
                WHILE NOT EXISTS (SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = '%s__ended') DO
                    UPDATE `char` SET zeny = zeny + 1;
                END WHILE;
            END //
            """.formatted(mariadb.name)));
        try {
            await().until(() ->
                    !mariadb.in("SELECT zeny FROM `char` WHERE char_id = 1").equals("1000"));

            assertThat(failure("back-up-stores", "of", "closed").error()).isEqualTo("StoreIsWritten");

            var live = StoreHarness.store(harness.run("back-up-stores", "of", "live", "verify", true));

            assertThat(live).containsEntry("notCompared", List.of("char")).containsEntry("verified", true);
        } finally {
            mariadb.run("CREATE DATABASE `%s__ended`".formatted(mariadb.name));
            writer.join();
        }
        assertThat(StoreHarness.store(harness.run("back-up-stores", "of", "closed", "verify", true)))
                .containsEntry("notCompared", List.of())
                .containsEntry("of", "closed");
    }

    @Test
    void what_the_day_needs_is_tried_before_it() {
        mariadb.run("REVOKE ALL ON `%s\\_\\_%%`.* FROM norn@'%%'".formatted(mariadb.name.replace("_", "\\_")));

        assertThat(failure("check-stores"))
                .hasMessageContaining("may not create, fill and drop the database")
                .hasMessageContaining("GRANT ALL ON `");
        assertThat(failure("back-up-stores").error()).isEqualTo("StoreNotReady");
    }

    @Test
    void a_server_that_does_not_answer_or_refuses_is_said_in_words_without_its_own() {
        var settings = mariadb.settings();
        var wrong = StoreHarness.of(home, SettingsText.read(StoreSettings.class, """
            players: {kind: mariadb, address: "127.0.0.1:1", user: norn, database: x, tools: %s, backups: %s}
            """, mariadb.server.tools(), home));

        var failed = catchThrowableOfType(ActionFailed.class, () -> wrong.run("check-stores"));

        assertThat(failed).hasMessageContaining("the server does not answer");
        assertThat(settings.named()
                        .get("players")
                        .reach("players", harness.host())
                        .problem())
                .isNull();
    }

    private ActionFailed failure(String action, Object... options) {
        return catchThrowableOfType(ActionFailed.class, () -> harness.run(action, options));
    }
}
