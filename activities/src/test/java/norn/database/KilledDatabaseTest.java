package norn.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import norn.action.Attempt;
import norn.action.Heartbeats;
import norn.action.KilledJvm;
import norn.action.SimulatedKill;
import norn.action.run.ActionRunner;
import norn.action.run.Actions;
import norn.database.postgres.DatabaseNames;
import norn.database.postgres.SqlStatements;
import norn.rehearsal.postgres.StandaloneDatabaseServer;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The database's actions, ended at every place between their parts, and run again. */
@Tag("server")
class KilledDatabaseTest extends DatabaseTestBase {
    private static final String NAME = "a \"game\"; DROP DATABASE x --'$(id)";
    private static final String DEPLOYMENT = "x'; DROP TABLE players; -- ../../etc \"\n" + "long ".repeat(60);

    @BeforeEach
    void createDatabase() throws Exception {
        testDatabase = new TestDatabase(server, home, NAME);
        harness = testDatabase.harness().deployment(DEPLOYMENT);
    }

    @Test
    void ended_at_every_fail_point_in_turn_each_action_still_does_its_work_once() throws Exception {
        var before = testDatabase.content();
        var around = testDatabase.properties(testDatabase.name);
        var places = new ArrayList<String>();

        for (var action : List.of("copy-database", "migrate-database", "swap-database")) {
            endAtEachPlace(action, places);
        }

        assertThat(testDatabase.databases())
                .containsExactlyInAnyOrder(NAME, testDatabase.names(DEPLOYMENT).previous());
        assertThat(testDatabase.properties(testDatabase.name)).isEqualTo(around);
        assertThat(harness.run("verify-migrations").values()).containsEntry("applied", 4);

        endAtEachPlace("restore-database", places);

        assertThat(testDatabase.content()).isEqualTo(before);
        assertThat(testDatabase.properties(testDatabase.name)).isEqualTo(around);
        assertThat(testDatabase.databases())
                .containsExactlyInAnyOrder(NAME, testDatabase.names(DEPLOYMENT).bad());
        assertThat(places).hasSizeGreaterThan(20);
    }

    @Test
    void a_rollback_from_each_place_before_the_swap_brings_the_original_back() throws Exception {
        var before = testDatabase.content();
        for (var place : List.of("copy-database: part 3", "copy-database: part 5", "migrate-database: part 4")) {
            endAt(place.substring(0, place.indexOf(':')), place);

            harness.run("restore-database");

            assertThat(testDatabase.content()).as(place).isEqualTo(before);
            assertThat(testDatabase.databases()).as(place).containsExactly(NAME);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy-database", "restore-database"})
    void ended_while_the_content_is_read_it_is_compared_all_the_same(String action) throws Exception {
        if (action.equals("restore-database")) {
            for (var earlier : List.of("copy-database", "migrate-database", "swap-database")) {
                harness.run(earlier);
            }
        }
        endWhileReading(action);

        for (var next : List.of("copy-database", "migrate-database", "swap-database")) {
            if (action.equals("copy-database")) {
                harness.run(next);
            }
        }
        var restored = harness.run("restore-database");

        assertThat(restored.values().get("contentBefore")).isNotNull();
        assertThat(restored.values().get("contentAfter"))
                .isEqualTo(restored.values().get("contentBefore"));
        assertThat(harness.run("restore-database").values()).doesNotContainKey("contentAfter");
    }

    private void endWhileReading(String action) {
        try {
            new ActionRunner(harness.host(), Clock.systemUTC()).run(action, harness.order(action), new Heartbeats() {
                @Override
                public void heartbeat(String progress) {
                    if (progress.equals("reading players")) {
                        throw new SimulatedKill(progress);
                    }
                }

                @Override
                public int tryNumber() {
                    return 1;
                }
            });
        } catch (SimulatedKill here) {
            return;
        }
        throw new AssertionError(action + " read nothing");
    }

    @ParameterizedTest
    @CsvSource({"migrate-database, migrate-database: part 5", "swap-database, swap-database: part 3"})
    void a_worker_killed_for_real_leaves_nothing_that_the_next_one_cannot_go_on_from(String action, String place)
            throws Exception {
        var before = testDatabase.content();
        harness.run("copy-database");
        if (action.equals("swap-database")) {
            harness.run("migrate-database");
        }

        assertThat(killed(action, place)).isTrue();
        for (var next : List.of("migrate-database", "swap-database")) {
            harness.run(next);
        }

        assertThat(harness.run("verify-migrations").values()).containsEntry("applied", 4);
        harness.run("restore-database");
        assertThat(testDatabase.content()).isEqualTo(before);
    }

    @Test
    void a_statement_that_a_dead_worker_left_running_is_ended_before_the_next_attempt_acts() throws Exception {
        var name = "norn %s/copy-database/1".formatted(DatabaseNames.id(DEPLOYMENT));
        try (var orphan = server.connect("postgres", "norn")) {
            SqlStatements.run(orphan, "SET application_name = '%s'".formatted(name));

            harness.run("copy-database", harness.retry("copy-database", 2));

            assertThat(orphan.isValid(1)).isFalse();
        }
    }

    @Test
    void when_the_run_no_longer_wants_it_the_statement_is_cancelled_at_the_server() throws Exception {
        testDatabase.migration("002_player_zone.sql", "SELECT pg_sleep(60);\n");
        var started = System.nanoTime();

        var stopped = Assertions.catchThrowableOfType(
                Attempt.Stopped.class,
                () -> new ActionRunner(harness.host(), Clock.systemUTC())
                        .run("migrate-database", harness.order("migrate-database"), unwantedAtMigration("002")));

        assertThat(stopped).hasMessage("cancelled");
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(30));
        try (var connection = server.connect("postgres", StandaloneDatabaseServer.SUPERUSER)) {
            assertThat(SqlStatements.number(
                            connection,
                            "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND pid"
                                    + " <> pg_backend_pid() AND state = 'active'"))
                    .isZero();
        }
        testDatabase.migration("002_player_zone.sql", "ALTER TABLE players ADD zone int;\n");
        assertThat(harness.run("migrate-database").values())
                .containsEntry("applied", 4)
                .containsEntry("restarted", true);
    }

    private static Heartbeats unwantedAtMigration(String number) {
        return new Heartbeats() {
            @Override
            public void heartbeat(String progress) {
                if (progress.contains("migrating " + number)) {
                    throw new Attempt.Stopped("cancelled");
                }
            }

            @Override
            public int tryNumber() {
                return 1;
            }
        };
    }

    @Test
    void whoever_connects_all_the_time_never_finds_the_database_missing() throws Exception {
        var ended = new AtomicBoolean();
        var entered = new AtomicInteger();
        var states = Collections.synchronizedSet(new TreeSet<String>());
        var client = new Thread(() -> {
            while (!ended.get()) {
                try (var connection = testDatabase.playerConnection()) {
                    SqlStatements.number(connection, "SELECT count(*) FROM players");
                    entered.incrementAndGet();
                } catch (SQLException refused) {
                    // one that looked the name up before the renames and locks it after them is refused, and comes
                    // again
                    var renamed = String.valueOf(refused.getMessage()).contains("just been dropped or renamed");
                    states.add(renamed ? "renamed" : refused.getSQLState());
                }
            }
        });
        client.start();

        for (var action : List.of("copy-database", "migrate-database", "swap-database", "restore-database")) {
            harness.run(action);
        }
        ended.set(true);
        client.join();

        assertThat(entered.get()).isPositive();
        assertThat(states).contains("55000").isSubsetOf("55000", "57P01", "renamed");
    }

    /** Ends the action at its first place, then, run again, at its second, and so on, until it gets through. */
    private void endAtEachPlace(String action, List<String> places) {
        for (var place = 1; ; place++) {
            var reached = SimulatedKill.atNth(harness, action, place);
            if (reached == null) {
                return;
            }
            places.add(reached);
        }
    }

    private void endAt(String action, String at) {
        try {
            harness.run(Actions.known().get(action), harness.order(action), place -> {
                if (place.equals(at)) {
                    throw new SimulatedKill(place);
                }
            });
        } catch (SimulatedKill here) {
            return;
        }
        throw new AssertionError(action + " never came to " + at);
    }

    private boolean killed(String action, String place) throws Exception {
        return KilledJvm.run(
                home,
                KillableDatabaseWorker.class,
                server.url(),
                home.toString(),
                server.tools().toString(),
                action,
                place);
    }

    /** A worker that dies at a place. */
    static final class KillableDatabaseWorker {
        public static void main(String[] arguments) {
            var home = Path.of(arguments[1]);
            var settings = TestDatabase.settings(arguments[0], NAME, "norn", home, Path.of(arguments[2]));
            var harness = TestDatabase.harness(home, settings).deployment(DEPLOYMENT);
            var action = arguments[3];
            new ActionRunner(harness.host(), Clock.systemUTC(), Actions.known(), place -> {
                        if (place.equals(arguments[4])) {
                            Runtime.getRuntime().halt(KilledJvm.KILLED_EXIT_CODE);
                        }
                    })
                    .run(action, harness.order(action), Heartbeats.ignored());
        }
    }
}
