package norn.database.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.action.SettingsText;
import norn.action.run.Actions;
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

    /** One that was given up before it stored what it had written would delete what the next one has stored. */
    @Test
    void two_tries_of_one_backup_are_made_one_after_the_other() throws Exception {
        var harness = harness("cp -r %s/. \"$NORN_BACKUP\"".formatted(data), "true");
        var written = new CountDownLatch(1);
        var stored = new CompletableFuture<String>();
        var first = CompletableFuture.supplyAsync(() -> harness.run(
                Actions.known().get("back-up-stores"), harness.order("back-up-stores", "of", "live"), place -> {
                    if (place.equals("back-up-stores: part 1")) {
                        written.countDown();
                        stored.join();
                    }
                }));
        written.await();
        var second = CompletableFuture.supplyAsync(() -> harness.run("back-up-stores", "of", "live"));
        await().until(() -> second.isDone() || Files.exists(holder(harness)));
        stored.complete("by the second");

        first.handle((done, givenUp) -> done).join();
        var file = Path.of((String) StoreHarness.store(second.join()).get("file"));
        assertThat(file.resolve("a.txt")).hasContent("what players uploaded; $(id)");
    }

    private static Path holder(ActionHarness harness) throws IOException {
        var folder = harness.host().records().resolve("locks");
        if (Files.isDirectory(folder)) {
            try (var locks = Files.newDirectoryStream(folder, "*.holder")) {
                for (var lock : locks) {
                    return lock;
                }
            }
        }
        return Path.of("/none");
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
    void what_compresses_nothing_has_backed_up_nothing_whatever_verifies_it() {
        var nothing = Map.ofEntries(
                Map.entry("gzip", "1f8b080000000000000303000000000000000000"),
                Map.entry(
                        "gzip, twice",
                        "1f8b0800000000000003030000000000000000001f8b080000000000000303000000000000000000"),
                Map.entry("bzip2", "425a683917724538509000000000"),
                Map.entry("xz", "fd377a585a000004e6d6b446000000001cdf44211fb6f37d010000000004595a"),
                Map.entry("zstd", "28b52ffd240001000099e9d851"),
                Map.entry("zstd without checksum", "28b52ffd2000010000"),
                Map.entry("zstd of a stream", "28b52ffd045801000099e9d851"));

        nothing.forEach((by, bytes) -> assertThat(failure(writing(bytes), "back-up-stores"))
                .as(by)
                .hasMessage("uploads: its command exited with 0, and there is nothing in what it wrote: db.sql, log"));
    }

    @Test
    void one_byte_that_is_compressed_or_cut_is_not_nothing() {
        var something = Map.ofEntries(
                Map.entry("gzip", "1f8b0800000000000003e302009306d73201000000"),
                Map.entry(
                        "gzip of nothing, and then of a byte",
                        "1f8b0800000000000003030000000000000000001f8b0800000000000003e302009306d73201000000"),
                Map.entry("a gzip that was cut", "1f8b0800000000000003e302"),
                Map.entry("bzip2", "425a68393141592653599e7d969d00000040000010200021184682ee48a70a1213cfb2d3a0"),
                Map.entry(
                        "xz",
                        "fd377a585a000004e6d6b4460200210116000000742fe5a30100000a00000000642339332d10881c00011901a52c81cc1fb6f37d010000000004595a"),
                Map.entry("zstd", "28b52ffd04580900007823110483"),
                Map.entry("text", "2f6d6e742f75706c6f6164732f32303236"));

        something.forEach((by, bytes) -> {
            var harness = writing(bytes);
            var order = harness.order(by.replaceAll("\\W", "-"));
            assertThat(harness.run("back-up-stores", order).outcome()).as(by).isEqualTo(Evidence.Outcome.DONE);
        });
    }

    /** A store whose command writes these bytes, and an empty log; every backup satisfies what verifies them. */
    private ActionHarness writing(String hexadecimal) {
        try {
            var bytes = Files.write(home.resolve("bytes"), HexFormat.of().parseHex(hexadecimal));
            return harness("cp %s \"$NORN_BACKUP/db.sql\"; : >\"$NORN_BACKUP/log\"".formatted(bytes), "true");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void a_verification_that_changes_the_backup_has_verified_another_one() throws IOException {
        var harness = harness("echo x > \"$NORN_BACKUP/x\"", "echo y > \"$NORN_BACKUP/y\"");

        assertThat(failure(harness, "back-up-stores", "verify", true))
                .hasMessageEndingWith("what verifies it has changed it");
    }

    @Test
    void a_fingerprint_that_is_printed_without_end_is_ended_and_one_of_nothing_is_none() throws IOException {
        assertThat(fingerprintFailure("yes", "1s").error()).isEqualTo("CommandTimedOut");
        assertThat(fingerprintFailure("exit 0", "10s"))
                .hasMessage("uploads: its command exited with 0, and printed no fingerprint");
    }

    private ActionFailed fingerprintFailure(String command, String timeout) throws IOException {
        var settings = SettingsText.read(
                StoreSettings.class,
                "uploads: {kind: commands, backUp: [/bin/true], verify: [/bin/true], fingerprint: [%s], timeout: %s,"
                        + " backups: %s}",
                script("uploads-layout", command),
                timeout,
                home.resolve("backups"));
        return failure(StoreHarness.of(home, settings), "fingerprint");
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
