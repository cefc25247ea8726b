package norn.database.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.action.SettingsText;
import norn.state.Evidence;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that commands of the installation back up. */
class CommandsStoreTest {
    @TempDir
    private Path home;

    private Path data;

    @BeforeEach
    void files() throws IOException {
        data = Files.createDirectories(home.resolve("data"));
        Files.writeString(data.resolve("a.txt"), "what players uploaded; $(id)");
    }

    @Test
    void its_backup_is_what_its_command_writes_and_its_verification_what_its_command_says() throws IOException {
        var harness = harness(
                "cp -r %s/. \"$NORN_BACKUP\"; echo \"$BUCKET_KEY $NORN_STORE $NORN_BACKUP_OF $DATABASE_URL\""
                        .formatted(data),
                "diff -r %s \"$NORN_BACKUP\"".formatted(data));

        var evidence = harness.run("back-up-stores", "of", "closed", "verify", true);

        var store = StoreHarness.store(evidence);
        assertThat(store).containsEntry("verified", true).containsEntry("kind", "commands");
        assertThat(Path.of((String) store.get("file")).resolve("a.txt")).hasContent("what players uploaded; $(id)");
        assertThat(evidence.summary()).isEqualTo("uploads: 0 KB, verified by its command");
        try (var logs = Files.walk(home.resolve("records"))) {
            assertThat(logs.filter(file -> file.toString().endsWith("back-up-uploads.log")))
                    .hasSize(1)
                    .allSatisfy(log -> assertThat(log).content().contains("[secret uploadsKey] uploads closed \n"));
        }
        assertThat(harness.run("back-up-stores", "of", "closed", "verify", true).outcome())
                .isEqualTo(Evidence.Outcome.ALREADY_SO);
    }

    @Test
    void what_is_not_verified_stops_the_step_and_says_where_to_read_why() throws IOException {
        var harness = harness("cp -r %s/. \"$NORN_BACKUP\"".formatted(data), "echo secret-rows; exit 3");

        var failed = failure(harness, "back-up-stores", "verify", true);

        assertThat(failed.error()).isEqualTo("BackupNotVerified");
        assertThat(failed.getMessage()).isEqualTo("verify-uploads: uploads-verify exited with 3");
        assertThat(failed.remedy()).startsWith("Read ").endsWith("verify-uploads.log on this host.");
    }

    @Test
    void a_command_that_writes_nothing_or_fails_has_backed_up_nothing() throws IOException {
        assertThat(failure(harness("true", "true"), "back-up-stores"))
                .hasMessage("uploads: its command exited with 0, and wrote nothing into its folder");
        assertThat(failure(harness("echo x > \"$NORN_BACKUP/x\"; exit 1", "true"), "back-up-stores")
                        .error())
                .isEqualTo("BackupFailed");
        assertThat(failure(harness("true", "true"), "verify-stores").error()).isEqualTo("NoBackup");
    }

    @Test
    void a_verification_that_changes_the_backup_has_verified_another_one() throws IOException {
        var harness = harness("echo x > \"$NORN_BACKUP/x\"", "echo y > \"$NORN_BACKUP/y\"");

        assertThat(failure(harness, "back-up-stores", "verify", true))
                .hasMessageEndingWith("what verifies it has changed it");
    }

    @Test
    void without_its_programs_it_is_not_ready() {
        var settings = SettingsText.read(StoreSettings.class, """
            uploads: {kind: commands, backUp: [/nowhere/back-up], verify: [/bin/true], backups: %s}
            """, home.resolve("backups"));

        assertThat(failure(StoreHarness.of(home, settings), "check-stores"))
                .hasMessage("uploads: back-up: no such program on this host");
    }

    @Test
    void an_environment_without_stores_needs_nothing_of_this() {
        for (var action : List.of("check-stores", "back-up-stores", "verify-stores")) {
            assertThat(StoreHarness.of(home).run(action).outcome()).isEqualTo(Evidence.Outcome.NOT_NEEDED);
        }
    }

    private ActionHarness harness(String backUp, String verify) throws IOException {
        return StoreHarness.of(
                home,
                SettingsText.read(
                        StoreSettings.class,
                        """
                        uploads:
                          kind: commands
                          backUp: [%s]
                          verify: [%s]
                          secrets: {BUCKET_KEY: uploadsKey}
                          backups: %s
                        """,
                        script("uploads-back-up", backUp),
                        script("uploads-verify", verify),
                        home.resolve("backups")));
    }

    private Path script(String name, String text) throws IOException {
        var file = home.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static ActionFailed failure(ActionHarness harness, String action, Object... options) {
        return catchThrowableOfType(ActionFailed.class, () -> harness.run(action, options));
    }
}
