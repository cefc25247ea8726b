package norn.database.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.action.Heartbeats;
import norn.action.KillTimes;
import norn.action.KilledJvm;
import norn.action.SimulatedKill;
import norn.action.run.ActionRunner;
import norn.plan.RollbackScope;
import norn.runbook.RollbackMode;
import norn.state.Evidence;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rollback of the game servers' database: fingerprint, survey, exchange, proof; ended at every place, and by kills. */
@Tag("server")
class MariadbRestoreTest {
    private static final RollbackScope DATABASE = new RollbackScope(RollbackMode.DATABASE, null, true, false);
    private static final long SEED = Long.getLong("norn.seed", 14);

    @TempDir
    private Path home;

    private TestMariadb mariadb;
    private ActionHarness harness;

    @BeforeEach
    void createDatabase() {
        mariadb = new TestMariadb(home, "ragnarok_" + System.nanoTime());
        harness = mariadb.harness("  reference: [item_db]");
        harness.run("back-up-stores", "of", "closed", "verify", false);
        harness.run("fingerprint", "record", true);
    }

    @AfterEach
    void dropDatabase() {
        mariadb.close();
    }

    @Test
    void what_players_write_is_no_change_and_a_store_that_no_release_changed_stays_untouched() {
        mariadb.in("INSERT INTO `char` (name) VALUES ('newcomer'); DELETE FROM inventory WHERE id > 700");

        var survey = harness.runIn(RollbackScope.orderedByPerson(), "survey-environment");
        var restored = harness.run("restore-stores");
        var proof = harness.runIn(DATABASE, "verify-fingerprint");

        assertThat(survey.values()).containsEntry("stores", false).containsEntry("storesChanged", List.of());
        assertThat(restored.outcome()).isEqualTo(Evidence.Outcome.ALREADY_SO);
        assertThat(mariadb.in("SELECT COUNT(*) FROM `char` WHERE name = 'newcomer'"))
                .isEqualTo("1");
        assertThat(proof.values().get("compared"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .contains("store players: schema", "store players: reference data");
        assertThat(mariadb.databases()).containsExactly(mariadb.name);
    }

    @Test
    void a_store_that_the_release_changed_is_exchanged_for_its_backup_and_what_served_is_retained() {
        var before = content();
        migrate();

        var survey = harness.runIn(RollbackScope.orderedByPerson(), "survey-environment");
        var restored = StoreHarness.store(harness.run("restore-stores"));

        assertThat(survey.values())
                .containsEntry("stores", true)
                .containsEntry("storesChanged", List.of("players"))
                .containsEntry("database", true);
        assertThat(String.valueOf(survey.values().get("cost")))
                .startsWith("store players (reference data and schema differ) goes back to its backup of ")
                .endsWith("no longer agrees with what other databases hold from after that time");
        assertThat(content()).isEqualTo(before);
        var aside = mariadb.databases().get(1);
        assertThat(restored).containsEntry("setAside", "in the database " + aside);
        assertThat(mariadb.run("SELECT COUNT(*) FROM `%s`.`char` WHERE level = 99".formatted(aside)))
                .isEqualTo("1");
        assertThat(harness.runIn(DATABASE, "verify-fingerprint").summary()).contains("fingerprint");
        assertThat(harness.run("restore-stores").outcome()).isEqualTo(Evidence.Outcome.ALREADY_SO);
        assertThat(harness.runIn(RollbackScope.orderedByPerson(), "survey-environment")
                        .values())
                .containsEntry("stores", false);
    }

    @Test
    void a_survey_says_how_long_the_store_takes_to_come_back_once_its_backup_was_verified() {
        migrate();
        var before = harness.runIn(RollbackScope.orderedByPerson(), "survey-environment");
        harness.run("verify-stores", "of", "closed");

        var survey = harness.runIn(RollbackScope.orderedByPerson(), "survey-environment");

        assertThat(before.values().get("estimate"))
                .isEqualTo("store players: how long its restore takes is unknown, since its backup was not verified");
        assertThat(String.valueOf(survey.values().get("estimate")))
                .matches("store players is restored in about \\d+s, as long as verifying its backup took");
        assertThat(survey.summary()).endsWith(String.valueOf(survey.values().get("estimate")));
        assertThat(harness.runIn(DATABASE.inMode(RollbackMode.CODE), "survey-environment")
                        .values())
                .doesNotContainKey("estimate");
    }

    @Test
    void a_proof_fails_where_the_store_was_not_brought_back_and_leaves_it_out_where_that_was_meant() {
        migrate();

        assertThat(catchThrowableOfType(ActionFailed.class, () -> harness.runIn(DATABASE, "verify-fingerprint")))
                .hasMessageContaining("store players: schema was ");
        assertThat(harness.runIn(DATABASE.inMode(RollbackMode.CODE), "survey-environment")
                        .values())
                .containsEntry("stores", false)
                .containsEntry("storesChanged", List.of("players"));
        var failed = catchThrowableOfType(
                ActionFailed.class, () -> harness.runIn(DATABASE.inMode(RollbackMode.CODE), "verify-fingerprint"));
        assertThat(failed.error()).isEqualTo("NothingToCompare");
    }

    @Test
    void ended_at_every_place_in_turn_it_still_brings_the_store_back_once() throws Exception {
        var before = content();
        migrate();
        var places = new ArrayList<String>();

        for (var place = 1; ; place++) { // each time from where the one before ended
            var reached = SimulatedKill.atNth(harness, "restore-stores", place);
            if (reached == null) {
                break;
            }
            places.add(reached);
        }
        assertThat(content()).isEqualTo(before);
        assertThat(mariadb.databases()).hasSize(2);
        for (var place = 8; place > 4; place--) { // from the beginning
            migrate();
            places.add(String.valueOf(SimulatedKill.atNth(harness, "restore-stores", place)));
            harness.run("restore-stores");
            assertThat(setAside()).contains("NEW.id + 1", "`poor`"); // also where it was ended once triggers were gone
        }

        assertThat(places)
                .contains("restore-stores: before", "restore-stores: part 3", "restore-stores: part 7")
                .doesNotContain("null");
        assertThat(content()).isEqualTo(before);
    }

    @Test
    void what_was_set_aside_and_every_backup_is_listed_and_dropped_on_a_persons_word() {
        migrate();
        harness.run("restore-stores");
        harness.runIn(DATABASE, "verify-fingerprint");
        harness.deployment("later");
        harness.run("back-up-stores");
        harness.run("verify-stores");
        var aside = "store/players/" + mariadb.databases().get(1);
        var backup = "backup/players-closed-rehearsal-v1.0.0-20261201-0900-back-up-stores-1.store";

        assertThat(harness.run("list-retained").values().get("items"))
                .asString()
                .contains(aside, backup);
        harness.run("fingerprint", "record", true);
        harness.run("drop-retained", "names", List.of(aside, backup), "by", "alice");

        assertThat(mariadb.databases()).containsExactly(mariadb.name);
        assertThat(harness.run("list-retained").values().get("items"))
                .asString()
                .doesNotContain(aside, backup);
    }

    @Test
    void killed_at_any_moment_the_actions_do_their_work_once() throws Exception {
        var before = content();
        var instants = KillTimes.within(Duration.ofMillis(1_500), new Random(SEED));
        for (var kill = 0; kill < instants.size(); kill++) {
            migrate();
            var action = kill % 2 == 0 ? "restore-stores" : "back-up-stores";

            killAfter(Duration.ofMillis(200).plus(instants.get(kill)), action);

            if (action.equals("back-up-stores")) {
                var backup = StoreHarness.store(harness.run("back-up-stores", "of", "live", "verify", true));
                assertThat(backup).containsEntry("verified", true).containsEntry("notCompared", List.of());
            }
            harness.run("restore-stores");
            assertThat(content()).as("kill %d of %s", kill, action).isEqualTo(before);
            assertThat(mariadb.databases()).noneMatch(name -> name.contains("__check_") || name.contains("__back_"));
        }
    }

    /** What was defined in what served. */
    private String setAside() throws IOException {
        try (var files = Files.walk(home)) {
            return Files.readString(files.filter(file -> file.endsWith("set-aside-%s.sql".formatted(mariadb.name)))
                    .findFirst()
                    .orElseThrow());
        }
    }

    /** As a release's script would: definitions, reference data, and what players wrote in it. */
    private void migrate() {
        mariadb.in("""
            ALTER TABLE `char` ADD level INT NOT NULL DEFAULT 1;
            UPDATE `char` SET level = 99 WHERE char_id = 1;
            CREATE TABLE quest (id INT PRIMARY KEY);
            INSERT INTO quest VALUES (1);
            UPDATE item_db SET name = 'Blaues Tränklein' WHERE id = 501;
            DROP VIEW rich;
            CREATE VIEW poor AS SELECT char_id FROM `char`;
            DROP PROCEDURE reward;
            DROP EVENT nightly;
            CREATE TRIGGER q BEFORE INSERT ON quest FOR EACH ROW SET NEW.id = NEW.id + 1;
            """);
    }

    /** All that is in the database, as root sees it: one call, since each takes a process. */
    private String content() {
        var sql = new StringBuilder();
        for (var line : mariadb.in("SHOW FULL TABLES").lines().toList()) {
            var table = line.split("\t", -1)[0];
            sql.append("SHOW CREATE TABLE `%s`; ".formatted(table));
            if (line.endsWith("BASE TABLE") && !table.equals("picklog")) {
                sql.append("CHECKSUM TABLE `%s` EXTENDED; ".formatted(table));
            }
        }
        sql.append("""
            SELECT TRIGGER_NAME, ACTION_STATEMENT, DEFINER FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE();
            SELECT EVENT_NAME, EVENT_DEFINITION, DEFINER, STATUS FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE();
            SELECT ROUTINE_NAME, ROUTINE_DEFINITION, DEFINER FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()
            """);
        return mariadb.in(sql.toString()).replaceAll("AUTO_INCREMENT=\\d+ ", "");
    }

    /** Runs the action in a process of its own, which dies after that time. */
    private void killAfter(Duration time, String action) throws Exception {
        KilledJvm.run(
                home,
                KillableStoreWorker.class,
                mariadb.server.address(),
                mariadb.server.tools().toString(),
                mariadb.name,
                home.toString(),
                action,
                time.toString());
    }

    /** A worker that dies a while after it has begun to act. */
    static final class KillableStoreWorker {
        public static void main(String[] arguments) {
            var home = Path.of(arguments[3]);
            var settings = TestMariadb.settings(
                    arguments[0], Path.of(arguments[1]), arguments[2], home, "  reference: [item_db]");
            var harness = StoreHarness.of(home, settings);
            var action = arguments[4];
            var order = action.equals("back-up-stores")
                    ? harness.order(action, "of", "live", "verify", true)
                    : harness.order(action);
            KilledJvm.endAfter(Duration.parse(arguments[5]));
            new ActionRunner(harness.host(), Clock.systemUTC()).run(action, order, Heartbeats.ignored());
            Runtime.getRuntime().halt(0);
        }
    }
}
