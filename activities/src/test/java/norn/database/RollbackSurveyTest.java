package norn.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.util.List;
import norn.action.ActionFailed;
import norn.action.SettingsText;
import norn.action.Targets;
import norn.database.backup.Backup;
import norn.database.postgres.DatabaseNames;
import norn.database.postgres.SqlStatements;
import norn.plan.RollbackScope;
import norn.runbook.RollbackMode;
import norn.sessions.SessionsSettings;
import norn.state.Evidence.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The survey and the proof of a rollback, with a real database. */
@Tag("server")
class RollbackSurveyTest extends DatabaseTestBase {
    private static final RollbackScope CODE = RollbackScope.orderedByPerson().inMode(RollbackMode.CODE);
    private static final RollbackScope DATABASE =
            RollbackScope.orderedByPerson().inMode(RollbackMode.DATABASE);
    private static final RollbackScope BY_RULE = new RollbackScope(RollbackMode.AUTO, null, false, false);
    private static final RollbackScope BEFORE_GO_LIVE = new RollbackScope(RollbackMode.AUTO, null, true, true);

    @BeforeEach
    void createDatabase() throws Exception {
        testDatabase = new TestDatabase(server, home, "ai_world_memory");
        harness = testDatabase.harness().deployment("the deployment");
        var release = Files.createDirectories(home.resolve("releases/v0.9.0"));
        Files.writeString(release.resolve("RELEASE"), "v0.9.0");
        Files.createSymbolicLink(home.resolve("active"), release);
        harness.run("fingerprint", "record", true);
    }

    @Test
    void before_the_swap_a_rollback_opens_the_database_and_costs_nothing() {
        harness.run("copy-database");

        harness.deployment("a person's rollback");
        assertThat(harness.runIn(CODE, "survey-environment").values())
                .containsEntry("database", true)
                .containsEntry("changed", true)
                .containsEntry("asksConsent", false)
                .containsEntry("cost", "nothing that users did is set aside");
        harness.run("restore-database");
        assertThat(harness.run("survey-environment").values()).containsEntry("changed", false);
        var verified = harness.run("verify-fingerprint").values();
        assertThat(verified.get("fingerprintAfter")).isEqualTo(verified.get("fingerprintBefore"));
    }

    @Test
    void a_day_that_was_ended_after_the_swap_is_taken_back_before_another_records_its_target() {
        harness.run("copy-database");
        harness.run("migrate-database");
        harness.run("swap-database");

        harness.deployment("the next deployment");
        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("fingerprint", "record", true));
        assertThat(failed.error()).isEqualTo("UnfinishedDeployment");
        assertThat(harness.run("survey-environment").values()).containsEntry("targetDeployment", "the deployment");
        harness.run("restore-database");

        assertThat(harness.run("fingerprint", "record", true).outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void after_go_live_its_cost_is_counted_and_consent_asked_for() throws Exception {
        harness.run("copy-database");
        harness.run("migrate-database");
        harness.run("swap-database");
        assertThat(harness.run("survey-environment").values())
                .containsEntry("rowsSince", 0L)
                .containsEntry("asksConsent", false)
                .containsEntry("database", true);
        testDatabase.asOwner("INSERT INTO players (name) SELECT 'new ' || i FROM generate_series(1, 42) i");

        harness.deployment("a person's rollback");
        await().untilAsserted(() ->
                assertThat(harness.run("survey-environment").values()).containsEntry("rowsSince", 42L));
        assertThat(harness.run("survey-environment").values())
                .containsEntry("database", true)
                .containsEntry("asksConsent", true)
                .containsEntry("minutesSince", 0L)
                .containsEntry("cost", "42 rows written in 0 minutes are set aside, and retained under another name");
        assertThat(harness.runIn(BY_RULE, "survey-environment").values()).containsEntry("asksConsent", false);
        assertThat(harness.runIn(BEFORE_GO_LIVE, "survey-environment").values())
                .as("what smoke tests wrote is no user's")
                .containsEntry("asksConsent", false)
                .containsEntry("cost", "nothing that users did is set aside");
        assertThat(harness.runIn(CODE, "survey-environment").values()).containsEntry("database", false);
        assertThat(catchThrowableOfType(ActionFailed.class, () -> harness.runIn(DATABASE, "verify-fingerprint"))
                        .getMessage())
                .contains("schema was ", "database was oid ");
        assertThat(harness.runIn(CODE, "verify-fingerprint")
                        .values()
                        .get("compared")
                        .toString())
                .doesNotContain("schema");
        var targets = new Targets(harness.host().records());
        assertThat(targets.takenBackByAnother("the deployment"))
                .as("its code serves no more, its database does")
                .contains("a person's rollback");
        assertThat(targets.isRolledBack("the deployment")).isFalse();

        harness.run("restore-database");

        var verified = harness.run("verify-fingerprint").values();
        assertThat(verified.get("fingerprintAfter")).isEqualTo(verified.get("fingerprintBefore"));
        assertThat(verified.get("compared").toString()).contains("schema", "database settings");
        assertThat(testDatabase.databases())
                .containsExactly(
                        "ai_world_memory",
                        DatabaseNames.of("ai_world_memory", "the deployment").bad());
    }

    @Test
    void what_was_written_before_the_server_crashed_is_unknown_and_consent_is_asked_for() throws Exception {
        harness.run("copy-database");
        harness.run("migrate-database");
        harness.run("swap-database");
        testDatabase.asOwner("INSERT INTO players (name) SELECT 'new ' || i FROM generate_series(1, 42) i");
        harness.deployment("a person's rollback");
        await().untilAsserted(() ->
                assertThat(harness.run("survey-environment").values()).containsEntry("rowsSince", 42L));

        crashTheServer();

        assertThat(harness.run("survey-environment").values())
                .doesNotContainKey("rowsSince")
                .containsEntry("asksConsent", true)
                .containsEntry(
                        "cost",
                        "an unknown number of rows written in 0 minutes are set aside, and retained under another"
                                + " name");
    }

    @Test
    void what_nobody_counted_all_the_time_is_unknown() {
        var counted = new SwapRecord("", 7, "since May");

        assertThat(counted.rowsSince(new SwapRecord("", 9, "since May"))).isEqualTo(2);
        assertThat(counted.rowsSince(new SwapRecord("", 7, "since May"))).isZero();
        assertThat(counted.rowsSince(new SwapRecord("", 6, "since May"))).isNull();
        assertThat(counted.rowsSince(new SwapRecord("", 9, "since June"))).isNull();
        assertThat(new SwapRecord("", 7, null).rowsSince(counted)).isNull();
    }

    /** One of its processes is killed: it ends the others, and recovers. */
    private void crashTheServer() throws Exception {
        long pid;
        try (var player = testDatabase.playerConnection()) {
            pid = SqlStatements.number(player, "SELECT pg_backend_pid()");
            assertThat(new ProcessBuilder("kill", "-9", Long.toString(pid))
                            .start()
                            .waitFor())
                    .isZero();
            await().until(() -> !player.isValid(1));
        }
        await().ignoreExceptions().until(() -> {
            try (var player = testDatabase.playerConnection()) {
                return SqlStatements.number(player, "SELECT 1") == 1;
            }
        });
    }

    @Test
    void what_testers_wrote_in_maintenance_mode_may_go_and_what_players_wrote_may_not() throws Exception {
        var sessions = SettingsText.read(SessionsSettings.class, """
            maintenance: {file: '%s/maintenance', enabled: {closed: 'yes'}, disabled: {closed: 'no'}}
            """, home);
        harness = testDatabase.harness(sessions).deployment("the deployment");
        harness.run("enable-maintenance");
        harness.run("copy-database");
        harness.run("migrate-database");
        harness.run("swap-database");
        testDatabase.asOwner("INSERT INTO players (name) VALUES ('tester')");
        await().untilAsserted(() ->
                assertThat(harness.run("survey-environment").values()).containsEntry("rowsSince", 1L));

        assertThat(harness.run("survey-environment").values())
                .containsEntry("asksConsent", false)
                .containsEntry("cost", "nothing that users did is set aside");
        harness.run("disable-maintenance");
        assertThat(harness.run("survey-environment").values()).containsEntry("asksConsent", true);
        harness.deployment("a person's rollback").run("enable-maintenance");
        assertThat(harness.run("survey-environment").values())
                .as("players were in, whatever maintenance mode is now")
                .containsEntry("asksConsent", true);
    }

    @Test
    void where_the_original_and_its_dump_are_gone_nothing_is_renamed_and_it_is_said() throws Exception {
        loseTheOriginal();

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("restore-database"));

        assertThat(failed.error()).isEqualTo("OriginalGone");
        assertThat(testDatabase.databases()).containsExactly("ai_world_memory");
    }

    @Test
    void where_the_original_is_gone_its_verified_dump_is_restored_beside_and_swapped_in() throws Exception {
        var before = testDatabase.content();
        var around = testDatabase.properties("ai_world_memory");
        harness.run("copy-database");
        harness.run("migrate-database");
        harness.run("swap-database");
        harness.run("back-up", "of", "original");
        testDatabase.asSuperuser(
                "postgres",
                "DROP DATABASE "
                        + SqlStatements.name(
                                testDatabase.names("the deployment").previous()));
        assertThat(harness.run("survey-environment").values()).containsEntry("database", true);

        var restored = harness.run("restore-database");

        assertThat(restored.summary()).isEqualTo("ai_world_memory is restored from the verified dump");
        assertThat(testDatabase.content()).isEqualTo(before);
        assertThat(testDatabase.properties("ai_world_memory")).isEqualTo(around);
        assertThat(harness.run("restore-database").outcome()).isEqualTo(Outcome.ALREADY_SO);
        var verified = harness.run("verify-fingerprint").values();
        assertThat(verified.get("fingerprintAfter")).isEqualTo(verified.get("fingerprintBefore"));
        assertThat(verified.get("compared").toString()).contains("schema");
        assertThat(harness.run("survey-environment").values()).containsEntry("changed", false);
    }

    private void loseTheOriginal() throws Exception {
        for (var action : List.of("copy-database", "migrate-database", "swap-database")) {
            harness.run(action);
        }
        testDatabase.asSuperuser(
                "postgres",
                "DROP DATABASE "
                        + SqlStatements.name(
                                testDatabase.names("the deployment").previous()));
    }

    @Test
    void a_target_whose_dump_is_gone_or_cut_is_refused_when_it_is_recorded() throws Exception {
        harness.deployment("another");
        harness.run("back-up", "of", "live");
        var dump = Backup.newest(testDatabase.home.resolve("backups"), "another", "live")
                .orElseThrow()
                .path();

        Files.write(dump, new byte[] {1, 2, 3});
        assertThat(recordRefusal()).contains("the dump %s has 3 bytes".formatted(dump));

        Files.delete(dump);
        assertThat(recordRefusal())
                .isEqualTo("a rollback could not go back to v0.9.0: the dump %s is gone".formatted(dump));
    }

    private String recordRefusal() {
        return catchThrowableOfType(ActionFailed.class, () -> harness.run("fingerprint", "record", true))
                .getMessage();
    }
}
