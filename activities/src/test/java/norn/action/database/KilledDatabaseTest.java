package norn.action.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import norn.action.ActionRunner;
import norn.action.Actions;
import norn.action.Attempt;
import norn.action.Beats;
import norn.action.Bench;
import norn.rehearsal.PracticeDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The database's actions, ended at every place between their parts, and run again. */
class KilledDatabaseTest {
    private static final String NAME = "a \"world\"; DROP DATABASE x --'$(id)";
    private static final String DEPLOYMENT = "x'; DROP TABLE players; -- ../../etc \"\n" + "long ".repeat(60);

    @TempDir
    static Path serverHome;

    @TempDir
    Path home;

    private static PracticeDatabase server;
    private Game game;
    private Bench bench;

    @BeforeAll
    static void start() throws Exception {
        server = PracticeDatabase.start(serverHome);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void makeGame() throws Exception {
        game = new Game(server, home, NAME);
        bench = game.bench().deployment(DEPLOYMENT);
    }

    @AfterEach
    void dropGame() throws Exception {
        game.close();
    }

    @Test
    void ended_at_every_boundary_in_turn_each_action_still_does_its_work_once() throws Exception {
        var before = game.content();
        var around = game.around(game.name);
        var places = new ArrayList<String>();

        for (var action : List.of("copy-database", "migrate-database", "swap-database")) endAtEachPlace(action, places);

        assertThat(game.databases())
                .containsExactlyInAnyOrder(NAME, game.names(DEPLOYMENT).previous());
        assertThat(game.around(game.name)).isEqualTo(around);
        assertThat(bench.run("verify-migrations").values()).containsEntry("applied", 4);

        endAtEachPlace("restore-database", places);

        assertThat(game.content()).isEqualTo(before);
        assertThat(game.around(game.name)).isEqualTo(around);
        assertThat(game.databases())
                .containsExactlyInAnyOrder(NAME, game.names(DEPLOYMENT).bad());
        assertThat(places).hasSizeGreaterThan(20);
    }

    @Test
    void a_rollback_from_each_place_before_the_swap_brings_the_original_back() throws Exception {
        var before = game.content();
        for (var place : List.of("copy-database: part 3", "copy-database: part 5", "migrate-database: part 4")) {
            endAt(place.substring(0, place.indexOf(':')), place);

            bench.run("restore-database");

            assertThat(game.content()).as(place).isEqualTo(before);
            assertThat(game.databases()).as(place).containsExactly(NAME);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy-database", "restore-database"})
    void ended_while_the_content_is_read_it_is_compared_all_the_same(String action) throws Exception {
        if (action.equals("restore-database"))
            for (var earlier : List.of("copy-database", "migrate-database", "swap-database")) bench.run(earlier);
        endWhileReading(action);

        for (var next : List.of("copy-database", "migrate-database", "swap-database"))
            if (action.equals("copy-database")) bench.run(next);
        var restored = bench.run("restore-database");

        assertThat(restored.values().get("contentBefore")).isNotNull();
        assertThat(restored.values().get("contentAfter"))
                .isEqualTo(restored.values().get("contentBefore"));
        assertThat(bench.run("restore-database").values()).doesNotContainKey("contentAfter");
    }

    private void endWhileReading(String action) {
        try {
            new ActionRunner(bench.hands(), Clock.systemUTC()).run(action, bench.order(action), new Beats() {
                @Override
                public void beat(String progress) {
                    if (progress.equals("reading players")) throw new Ended(progress);
                }

                @Override
                public int tryNumber() {
                    return 1;
                }
            });
        } catch (Ended here) {
            return;
        }
        throw new AssertionError(action + " read nothing");
    }

    @ParameterizedTest
    @CsvSource({"migrate-database, migrate-database: part 5", "swap-database, swap-database: part 3"})
    void a_worker_killed_for_real_leaves_nothing_that_the_next_one_cannot_go_on_from(String action, String place)
            throws Exception {
        var before = game.content();
        bench.run("copy-database");
        if (action.equals("swap-database")) bench.run("migrate-database");

        assertThat(killed(action, place)).isEqualTo(137);
        for (var next : List.of("migrate-database", "swap-database")) bench.run(next);

        assertThat(bench.run("verify-migrations").values()).containsEntry("applied", 4);
        bench.run("restore-database");
        assertThat(game.content()).isEqualTo(before);
    }

    @Test
    void a_statement_that_a_dead_worker_left_running_is_ended_before_the_next_attempt_acts() throws Exception {
        var name = "norn %s/copy-database/1".formatted(DatabaseNames.id(DEPLOYMENT));
        try (var orphan = server.connect("postgres", "norn")) {
            Sql.run(orphan, "SET application_name = '%s'".formatted(name));

            bench.run("copy-database", bench.again("copy-database", 2));

            assertThat(orphan.isValid(1)).isFalse();
        }
    }

    @Test
    void when_the_run_no_longer_wants_it_the_statement_is_cancelled_at_the_server() throws Exception {
        game.migration("002_player_zone.sql", "SELECT pg_sleep(60);\n");
        var started = System.nanoTime();

        var stopped = org.assertj.core.api.Assertions.catchThrowableOfType(
                Attempt.Stopped.class,
                () -> new ActionRunner(bench.hands(), Clock.systemUTC())
                        .run("migrate-database", bench.order("migrate-database"), unwantedAtMigration("002")));

        assertThat(stopped).hasMessage("cancelled");
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(30));
        try (var connection = server.connect("postgres", PracticeDatabase.SUPERUSER)) {
            assertThat(
                            Sql.number(
                                    connection,
                                    "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid() AND state = 'active'"))
                    .isZero();
        }
        game.migration("002_player_zone.sql", "ALTER TABLE players ADD zone int;\n");
        assertThat(bench.run("migrate-database").values())
                .containsEntry("applied", 4)
                .containsEntry("begunAgain", true);
    }

    private static Beats unwantedAtMigration(String number) {
        return new Beats() {
            @Override
            public void beat(String progress) {
                if (progress.contains("migrating " + number)) throw new Attempt.Stopped("cancelled");
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
        var states = Collections.synchronizedSet(new java.util.TreeSet<String>());
        var client = new Thread(() -> {
            while (!ended.get()) {
                try (var connection = game.player()) {
                    Sql.number(connection, "SELECT count(*) FROM players");
                    entered.incrementAndGet();
                } catch (java.sql.SQLException refused) {
                    // one that looked the name up before the renames and locks it after them is told so, and comes
                    // again
                    var renamed = String.valueOf(refused.getMessage()).contains("just been dropped or renamed");
                    states.add(renamed ? "renamed" : refused.getSQLState());
                }
            }
        });
        client.start();

        for (var action : List.of("copy-database", "migrate-database", "swap-database", "restore-database"))
            bench.run(action);
        ended.set(true);
        client.join();

        assertThat(entered.get()).isPositive();
        assertThat(states).contains("55000").isSubsetOf("55000", "57P01", "renamed");
    }

    /** Ends the action at its first place, then, run again, at its second, and so on, until it gets through. */
    private void endAtEachPlace(String action, List<String> places) {
        for (int place = 1; ; place++) {
            var reached = endAtNth(action, place);
            if (reached == null) return;
            places.add(reached);
        }
    }

    private String endAtNth(String action, int nth) {
        var count = new AtomicInteger();
        try {
            bench.run(Actions.known().get(action), bench.order(action), place -> {
                if (count.incrementAndGet() == nth) throw new Ended(place);
            });
            return null;
        } catch (Ended here) {
            return here.getMessage();
        }
    }

    private void endAt(String action, String at) {
        try {
            bench.run(Actions.known().get(action), bench.order(action), place -> {
                if (place.equals(at)) throw new Ended(place);
            });
        } catch (Ended here) {
            return;
        }
        throw new AssertionError(action + " never came to " + at);
    }

    private static final class Ended extends Error {
        Ended(String place) {
            super(place);
        }
    }

    private int killed(String action, String place) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Killed.class.getName(),
                        server.url(),
                        home.toString(),
                        server.tools().toString(),
                        action,
                        place)
                .inheritIO()
                .start()
                .waitFor();
    }

    /** A worker that dies at a place. */
    static final class Killed {
        public static void main(String[] arguments) {
            var home = Path.of(arguments[1]);
            var settings = Game.settings(arguments[0], NAME, "norn", home, Path.of(arguments[2]));
            var bench = Game.bench(home, settings).deployment(DEPLOYMENT);
            var action = arguments[3];
            new ActionRunner(bench.hands(), Clock.systemUTC(), Actions.known(), place -> {
                        if (place.equals(arguments[4])) Runtime.getRuntime().halt(137);
                    })
                    .run(action, bench.order(action), Beats.unheard());
        }
    }
}
