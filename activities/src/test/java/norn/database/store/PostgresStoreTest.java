package norn.database.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
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
import norn.action.SettingsText;
import norn.action.SimulatedKill;
import norn.action.run.ActionRunner;
import norn.database.postgres.DatabaseContent;
import norn.database.postgres.SchemaListing;
import norn.database.postgres.SqlStatements;
import norn.plan.RollbackScope;
import norn.rehearsal.postgres.StandaloneDatabaseServer;
import norn.runbook.RollbackMode;
import norn.state.Evidence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second PostgreSQL database: dumped, verified by a restore, brought back by an exchange; ended at every place, and by kills. */
@Tag("server")
class PostgresStoreTest {
    private static final RollbackScope DATABASE = new RollbackScope(RollbackMode.DATABASE, null, true, false);
    private static final long SEED = Long.getLong("norn.seed", 14);

    @TempDir
    static Path serverHome;

    private static StandaloneDatabaseServer server;

    @TempDir
    private Path home;

    private String name;
    private ActionHarness harness;

    @BeforeAll
    static void startServer() throws Exception {
        server = StandaloneDatabaseServer.start(serverHome);
        sql("postgres", "CREATE ROLE shop LOGIN");
        sql("postgres", "CREATE ROLE norn LOGIN CREATEDB CREATEROLE");
        sql("postgres", "GRANT shop, pg_signal_backend TO norn");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void create_a_database_as_a_shop_has_one() throws SQLException {
        name = "shop_" + System.nanoTime();
        sql("postgres", "CREATE DATABASE %s OWNER shop".formatted(name));
        sql("postgres", "ALTER DATABASE %s SET search_path TO sales, public".formatted(name));
        sql("postgres", "COMMENT ON DATABASE %s IS 'the shop'".formatted(name));
        as("shop", """
            CREATE SCHEMA sales;
            CREATE TABLE sales.items (id int PRIMARY KEY, name text);
            INSERT INTO sales.items VALUES (1, 'sword'), (2, NULL);
            CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, item int REFERENCES sales.items);
            INSERT INTO orders (item) SELECT 1 FROM generate_series(1, 500)\
            """);
        harness = harness(name, home);
        harness.run("back-up-stores", "of", "closed", "verify", false);
        harness.run("fingerprint", "record", true);
    }

    @AfterEach
    void drop() throws SQLException {
        for (var database : databases()) {
            sql("postgres", "DROP DATABASE %s WITH (FORCE)".formatted(database));
        }
    }

    private static ActionHarness harness(String name, Path home) {
        return StoreHarness.of(home, settings(server.url(), server.tools(), name, home));
    }

    private static StoreSettings settings(String url, Path tools, String name, Path home) {
        return SettingsText.read(StoreSettings.class, """
            shop:
              kind: postgresql
              url: %s
              name: %s
              owner: shop
              user: norn
              passwordSecret: playersPassword
              tools: %s
              backups: %s
              reference: [items]
            """, url, name, tools, home.resolve("backups"));
    }

    private static void sql(String database, String sql) throws SQLException {
        try (var connection = server.connect(database, StandaloneDatabaseServer.SUPERUSER)) {
            SqlStatements.run(connection, sql);
        }
    }

    private void as(String role, String sql) throws SQLException {
        try (var connection = server.connect(name, role)) {
            SqlStatements.run(connection, sql);
        }
    }

    private static List<String> databases(String name) throws SQLException {
        try (var connection = server.connect("postgres", StandaloneDatabaseServer.SUPERUSER)) {
            return SqlStatements.list(
                    connection,
                    "SELECT datname FROM pg_database WHERE starts_with(datname, ?) ORDER BY 1",
                    row -> row.getString(1),
                    name);
        }
    }

    private List<String> databases() throws SQLException {
        return databases(name);
    }

    /** All that is in the database, and what is set around it. */
    private List<Object> state() throws SQLException {
        try (var connection = server.connect(name, StandaloneDatabaseServer.SUPERUSER)) {
            var state = new ArrayList<>(List.<Object>of(
                    DatabaseContent.ofTables(connection, List.of("sales.items", "sales.orders")),
                    SchemaListing.text(connection)));
            state.addAll(SqlStatements.list(
                    connection,
                    """
                    SELECT pg_get_userbyid(datdba) || datallowconn || coalesce(datacl::text, '') || shobj_description(oid, 'pg_database')
                           || (SELECT setconfig::text FROM pg_db_role_setting s WHERE s.setdatabase = d.oid)
                    FROM pg_database d WHERE datname = current_database()\
                    """,
                    row -> row.getString(1)
                            .replace("=Tc/shop,shop=CTc/shop", "")
                            .replace("{}", "")));
            return state;
        }
    }

    /** As a release's own migrations would: definitions, reference data, and what users wrote in it. */
    private void migrate() throws SQLException {
        as("shop", """
            ALTER TABLE orders ADD paid boolean;
            UPDATE sales.items SET name = 'shield' WHERE id = 1;
            INSERT INTO orders (item, paid) VALUES (2, true);
            CREATE TABLE coupons (id int PRIMARY KEY)\
            """);
    }

    @Test
    void a_backup_is_restored_and_compared_and_one_that_is_damaged_is_refused() throws Exception {
        assertThat(harness.run("check-stores").summary()).isEqualTo("shop is ready");

        var store = StoreHarness.store(harness.run("back-up-stores", "of", "live", "verify", true));

        assertThat(store)
                .containsEntry("store", "shop")
                .containsEntry("kind", "postgresql")
                .containsEntry("verified", true);
        assertThat(databases()).containsExactly(name);
        damage(Path.of((String) store.get("file")).resolve("database.dump"));
        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("verify-stores", "of", "live"));
        assertThat(failed.error()).isEqualTo("BackupNotVerified");
    }

    private static void damage(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void what_users_write_is_no_change_and_a_store_that_no_release_changed_stays_untouched() throws SQLException {
        as("shop", "INSERT INTO orders (item) VALUES (2)");

        var survey = harness.runIn(RollbackScope.orderedByPerson(), "survey-environment");
        var restored = harness.run("restore-stores");

        assertThat(survey.values()).containsEntry("stores", false);
        assertThat(restored.outcome()).isEqualTo(Evidence.Outcome.ALREADY_SO);
        assertThat(databases()).containsExactly(name);
    }

    @Test
    void a_store_that_the_release_changed_is_exchanged_for_its_backup_and_what_served_is_retained() throws Exception {
        var before = state();
        migrate();

        var survey = harness.runIn(RollbackScope.orderedByPerson(), "survey-environment");
        var restored = StoreHarness.store(harness.run("restore-stores"));

        assertThat(survey.values()).containsEntry("stores", true).containsEntry("storesChanged", List.of("shop"));
        assertThat(state()).isEqualTo(before);
        var aside = databases().get(1);
        assertThat(restored).containsEntry("setAside", "in the database " + aside);
        try (var connection = server.connect(aside, StandaloneDatabaseServer.SUPERUSER)) {
            assertThat(SqlStatements.number(connection, "SELECT count(*) FROM orders WHERE paid"))
                    .isEqualTo(1);
        }
        assertThat(harness.run("restore-stores").outcome()).isEqualTo(Evidence.Outcome.ALREADY_SO);
        assertThat(harness.runIn(DATABASE, "verify-fingerprint").summary()).contains("fingerprint");

        harness.deployment("later");
        harness.run("back-up-stores");
        harness.run("verify-stores");
        harness.run("fingerprint", "record", true);
        harness.run("drop-retained", "names", List.of("store/shop/" + aside), "by", "alice");
        assertThat(databases()).containsExactly(name);
    }

    @Test
    void ended_at_every_place_in_turn_it_still_brings_the_store_back_once() throws SQLException {
        var before = state();
        migrate();
        var places = new ArrayList<String>();

        for (var place = 1; ; place++) { // each time from where the one before ended
            var reached = SimulatedKill.atNth(harness, "restore-stores", place);
            if (reached == null) {
                break;
            }
            places.add(reached);
        }

        assertThat(state()).isEqualTo(before);
        assertThat(databases()).hasSize(2);
        for (var place = 7; place > 2; place--) { // from the beginning
            migrate();
            places.add(String.valueOf(SimulatedKill.atNth(harness, "restore-stores", place)));
            harness.run("restore-stores");
            assertThat(state()).as("ended at place %d", place).isEqualTo(before);
        }
        assertThat(places)
                .contains("restore-stores: before", "restore-stores: part 4", "restore-stores: part 5")
                .doesNotContain("null");
    }

    @Test
    void killed_at_any_moment_the_actions_do_their_work_once() throws Exception {
        var before = state();
        var instants = KillTimes.within(Duration.ofMillis(1_800), new Random(SEED));
        for (var kill = 0; kill < instants.size(); kill++) {
            migrate();
            var action = kill % 2 == 0 ? "restore-stores" : "back-up-stores";

            KilledJvm.run(
                    home,
                    KillablePostgresStoreWorker.class,
                    server.url(),
                    server.tools().toString(),
                    name,
                    home.toString(),
                    action,
                    Duration.ofMillis(200).plus(instants.get(kill)).toString());

            if (action.equals("back-up-stores")) {
                assertThat(StoreHarness.store(harness.run("back-up-stores", "of", "live", "verify", true)))
                        .containsEntry("verified", true);
            }
            harness.run("restore-stores");
            assertThat(state()).as("kill %d of %s", kill, action).isEqualTo(before);
            assertThat(databases()).noneMatch(each -> each.contains("__check_") || each.contains("__next_"));
        }
    }

    @Test
    void what_would_go_wrong_on_the_day_is_said_now() throws SQLException {
        sql(name, "CREATE TABLE foreign_table (id int)");

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("check-stores"));

        assertThat(failed.error()).isEqualTo("StoreNotReady");
        assertThat(failed.getMessage()).contains("role postgres owns table");
        var missing = catchThrowableOfType(
                ActionFailed.class, () -> harness("nowhere", home).run("check-stores"));
        assertThat(missing.getMessage()).contains("nowhere");
    }

    /** A worker that dies a while after it has begun to act. */
    static final class KillablePostgresStoreWorker {
        public static void main(String[] arguments) {
            var home = Path.of(arguments[3]);
            var harness = StoreHarness.of(home, settings(arguments[0], Path.of(arguments[1]), arguments[2], home));
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
