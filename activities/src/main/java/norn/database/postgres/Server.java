package norn.database.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.exec.Poller;
import norn.limit.Limits;
import norn.plan.Count;
import norn.plan.Order;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** The PostgreSQL server as one attempt sees it. Every session bears the attempt's name, so that a later one can end it. */
public final class Server {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration SESSION_END_TIMEOUT = Duration.ofSeconds(10);

    /** Some are ended by others alone: a monitoring agent's, an autovacuum worker's. */
    private static final Duration OTHERS_END_TIMEOUT = Duration.ofSeconds(60);

    /** Keeps what a migration's session finds names in: Flyway puts the schema of its own table before that. */
    private static final String SEARCH_PATH = "norn.search_path";

    /** Of migrations, Norn has its own. */
    private static final List<String> OWN_LIMITS = List.of(
            "statement_timeout",
            "lock_timeout",
            "idle_in_transaction_session_timeout",
            "default_transaction_read_only",
            "role");

    private final PostgresServerSettings settings;
    private final Order order;
    private final Attempt attempt;

    private Server(PostgresServerSettings settings, Order order, Attempt attempt) {
        this.settings = settings;
        this.order = order;
        this.attempt = attempt;
    }

    /** The server of the attempt's environment. */
    public static Server of(Order order, Attempt attempt) {
        return of(attempt.settings(PostgresSettings.class), order, attempt);
    }

    /** The server of that database. */
    public static Server of(PostgresServerSettings settings, Order order, Attempt attempt) {
        return new Server(settings, order, attempt);
    }

    /**
     * A database of the server.
     *
     * @param open whether anybody may connect
     * @param comment as people or Norn wrote it; empty where there is none
     */
    public record DatabaseState(
            String name, long oid, boolean open, String owner, Optional<String> comment, int connectionLimit) {
        /**
         * Whether a drop of it was interrupted, by a crash or a full volume: PostgreSQL marks it so (its documentation of pg_database), and
         * refuses everything but to drop it.
         */
        public boolean isHalfDropped() {
            return connectionLimit == -2;
        }
    }

    private record Setting(String name, String value) {}

    /** The database's settings. */
    public PostgresServerSettings settings() {
        return settings;
    }

    /** Those of the environment's main database. */
    public PostgresSettings migrationSettings() {
        return attempt.settings(PostgresSettings.class);
    }

    /** How the order's deployment names the databases. */
    public DatabaseNames names() {
        return DatabaseNames.of(settings.name(), order.deployment());
    }

    /** A session in the database that others are copied and renamed from. */
    public Connection maintenance() {
        return connect(settings.maintenanceDatabase());
    }

    /** A session in the database that the services use. */
    public Connection live() {
        return connect(settings.name());
    }

    /** A session in that database. */
    public Connection connect(String database) {
        return connect(database, settings.user(), settings.passwordSecret());
    }

    /** A session in that database as the role that migrations run as, without limits. Schemas named like the owner are found as the owner finds them. */
    public Connection connectForMigrations(String database) {
        var migrations = migrationSettings();
        var connection = connect(database, migrations.migrationUser(), migrations.migrationPasswordSecret());
        try {
            connection.setNetworkTimeout(Runnable::run, 0);
            SqlStatements.run(connection, "SET statement_timeout = 0");
            setAsForOwner(connection);
        } catch (SQLException refused) {
            throw DatabaseFailure.of("beginning a session in " + database, refused);
        }
        return connection;
    }

    /** As the release's own sessions begin: with what is set for the owner, not for the role that stands for it. */
    public void setAsForOwner(Connection connection) throws SQLException {
        for (var setting : SqlStatements.list(
                connection, """
                SELECT split_part(c, '=', 1), substr(c, strpos(c, '=') + 1) FROM pg_db_role_setting s, unnest(s.setconfig) c
                WHERE s.setrole = (SELECT oid FROM pg_roles WHERE rolname = ?)
                  AND s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
                ORDER BY s.setdatabase\
                """, row -> new Setting(row.getString(1), row.getString(2)), settings.owner())) {
            if (!OWN_LIMITS.contains(setting.name())) {
                try {
                    SqlStatements.text(connection, "SELECT set_config(?, ?, false)", setting.name(), setting.value());
                } catch (SQLException refused) {
                    if (!"42501".equals(refused.getSQLState())) {
                        throw refused;
                    } // else only a superuser may set it, and no migration depends on what it may not see
                }
            }
        }
        SqlStatements.text(connection, """
            SELECT set_config('search_path', replace(current_setting('search_path'), '"$user"', quote_ident(?)), false)\
            """, settings.owner());
        SqlStatements.text(connection, "SELECT set_config(?, current_setting('search_path'), false)", SEARCH_PATH);
    }

    /** Finds unqualified names in that session again as it did when it began. */
    public static void restoreSearchPath(Connection connection) throws SQLException {
        SqlStatements.text(connection, "SELECT set_config('search_path', current_setting(?), false)", SEARCH_PATH);
    }

    private Connection connect(String database, String role, @Nullable String secret) {
        var doing = "connecting to %s as %s".formatted(database, role);
        try {
            var connection = SqlSession.at(address(database))
                    .as(role, secret == null ? null : attempt.host().secret(secret))
                    .named(sessionName())
                    .open();
            if (Pooler.isBetween(connection) || Pooler.dropsSettings(connection)) {
                connection.close();
                throw DatabaseFailure.pooler(doing);
            }
            if (major(connection) >= 14) { // a killed client's statement would go on for as long as it takes
                runIgnoringFailure(connection, "SET client_connection_check_interval = '2s'");
            }
            SqlStatements.run(
                    connection, "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'");
            if (role.equals(settings.user())) { // rows that are hidden from it would be missing without a word
                SqlStatements.run(connection, "SET row_security = off");
            }
            return connection;
        } catch (SQLException refused) {
            throw DatabaseFailure.of(doing, refused);
        }
    }

    /**
     * Does what may take long in that session: it has no limit, but it is given up once the server answers nobody any more, or the run
     * no longer wants it.
     */
    public <T> T takingLong(String doing, Connection connection, Callable<T> work)
            throws SQLException, InterruptedException {
        connection.setNetworkTimeout(Runnable::run, 0);
        SqlStatements.run(connection, "SET statement_timeout = 0");
        try (var watch = watch()) {
            return HeartbeatRunner.run(watch.over(attempt), doing, work, new HeartbeatRunner.Cancellation() {
                @Override
                public void cancel() throws SQLException {
                    connection.unwrap(PGConnection.class).cancelQuery();
                }

                @Override
                public void abort() throws SQLException {
                    connection.abort(Runnable::run);
                }
            });
        } finally {
            limitAgain(connection);
        }
    }

    /** Watches that the server answers, while something else works there. */
    public ServerWatch watch() {
        var secret = settings.passwordSecret();
        return ServerWatch.start(
                SqlSession.at(address(settings.maintenanceDatabase()))
                        .as(
                                settings.user(),
                                secret == null ? null : attempt.host().secret(secret))
                        .named("norn watch"),
                Limits.SERVER_SILENCE);
    }

    private static void limitAgain(Connection connection) throws SQLException {
        if (connection.isClosed()) {
            return;
        }
        connection.setNetworkTimeout(Runnable::run, (int) Limits.SERVER_SILENCE.toMillis());
        try {
            SqlStatements.run(connection, "SET statement_timeout = DEFAULT");
        } catch (SQLException failedTransaction) {
            connection.clearWarnings(); // rolling it back takes the setting back too
        }
    }

    /** All that is in the database that the session is in. */
    public DatabaseContent content(Connection connection) throws SQLException, InterruptedException {
        return takingLong("reading the database", connection, () -> DatabaseContent.of(connection, attempt));
    }

    /** The JDBC address of that database, without credentials. */
    String address(String database) {
        return PostgresAddress.of(settings.url()).database(database);
    }

    /** What this attempt's sessions are called: {@code norn <deployment>/<step>/<attempt>}, short enough for the server to store it whole. */
    public String sessionName() {
        return stepSessions() + order.attempt();
    }

    private String stepSessions() {
        var step = order.step().replaceAll("[^\\x21-\\x7e]", "?");
        return "norn %s/%s/"
                .formatted(DatabaseNames.id(order.deployment()), step.substring(0, Math.min(40, step.length())));
    }

    /** Ends what earlier tries and attempts of this step left running at the server. */
    public void endEarlierSessions(Connection maintenance) throws SQLException, InterruptedException {
        SqlStatements.list(maintenance, """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE starts_with(application_name, ?) AND pid <> pg_backend_pid()\
            """, row -> row.getBoolean(1), stepSessions());
        waitUntilNone(
                maintenance,
                "SELECT count(*) FROM pg_stat_activity WHERE starts_with(application_name, ?) AND pid <>"
                        + " pg_backend_pid()",
                stepSessions());
    }

    /** The server's major version. */
    public static int major(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseMajorVersion();
    }

    /** The database of that name, where there is one. */
    public static Optional<DatabaseState> find(Connection maintenance, String name) throws SQLException {
        return all(maintenance).stream()
                .filter(database -> database.name().equals(name))
                .findFirst();
    }

    /** That name, or the first longer one that no database has: one that was set aside is never replaced. */
    public static String unusedName(Connection maintenance, String name) throws SQLException {
        var free = name;
        for (var i = 2; find(maintenance, free).isPresent(); i++) {
            free = "%s_%d".formatted(name, i);
        }
        return free;
    }

    /** Every database. */
    public static List<DatabaseState> all(Connection maintenance) throws SQLException {
        return SqlStatements.list(
                maintenance,
                """
                SELECT d.datname, d.oid::bigint, d.datallowconn, pg_get_userbyid(d.datdba),
                       shobj_description(d.oid, 'pg_database'), d.datconnlimit
                FROM pg_database d ORDER BY d.datname\
                """,
                row -> new DatabaseState(
                        row.getString(1),
                        row.getLong(2),
                        row.getBoolean(3),
                        row.getString(4),
                        Optional.ofNullable(row.getString(5)),
                        row.getInt(6)));
    }

    /** The database's size in bytes. */
    public static long sizeBytes(Connection maintenance, String name) throws SQLException {
        return SqlStatements.number(
                maintenance, "SELECT pg_database_size(oid) FROM pg_database WHERE datname = ?", name);
    }

    /** Opens it to all who have the right to connect. */
    public static void open(Connection maintenance, String name) throws SQLException {
        SqlStatements.run(maintenance, "ALTER DATABASE %s ALLOW_CONNECTIONS true".formatted(SqlStatements.name(name)));
    }

    /**
     * Closes it, for superusers too, and ends its sessions: else it can be neither copied nor renamed.
     *
     * @throws ActionFailed {@code PreparedTransactions} where some hold it: people decide what becomes of them
     */
    public void close(Connection maintenance, String name) throws SQLException, InterruptedException {
        var prepared = SqlStatements.list(
                maintenance, "SELECT gid FROM pg_prepared_xacts WHERE database = ?", row -> row.getString(1), name);
        if (!prepared.isEmpty()) {
            throw new ActionFailed(
                    "PreparedTransactions",
                    "database %s: held by prepared transactions %s".formatted(name, String.join(", ", prepared)),
                    "COMMIT PREPARED or ROLLBACK PREPARED each, then RETRY.",
                    false);
        }
        SqlStatements.run(maintenance, "ALTER DATABASE %s ALLOW_CONNECTIONS false".formatted(SqlStatements.name(name)));
        OtherSessions.end(maintenance, name);
        var left = Poller.of(attempt, POLL)
                .await(
                        OTHERS_END_TIMEOUT,
                        () -> OtherSessions.of(maintenance, name),
                        List::isEmpty,
                        sessions -> "waiting for %s to end".formatted(String.join(", ", sessions)));
        if (!left.isEmpty()) {
            throw remaining(name, left);
        }
    }

    /** What is wrong where these sessions do not end. */
    public ActionFailed remaining(String database, List<String> sessions) {
        return new ActionFailed(
                "SessionsRemain",
                "database %s: still used by %s".formatted(database, String.join(", ", sessions)),
                "Stop what each belongs to, or end it as the role that it is of or as a superuser: role %s may not. Then RETRY."
                        .formatted(settings.user()),
                true);
    }

    /** Drops the database and its sessions; does nothing where there is none. */
    public void drop(Connection maintenance, String name) throws SQLException, InterruptedException {
        var found = find(maintenance, name);
        if (found.isEmpty()) {
            return;
        }
        if (!found.get().isHalfDropped()) {
            close(maintenance, name);
        }
        takingLong("dropping " + name, maintenance, () -> {
            SqlStatements.run(maintenance, "DROP DATABASE IF EXISTS " + SqlStatements.name(name));
            return name;
        });
    }

    private void waitUntilNone(Connection maintenance, String count, String value)
            throws SQLException, InterruptedException {
        var left = Poller.of(attempt, POLL)
                .await(
                        SESSION_END_TIMEOUT,
                        () -> SqlStatements.number(maintenance, count, value),
                        sessions -> sessions == 0,
                        sessions -> "waiting for %s to end".formatted(Count.of(sessions, "session")));
        if (left > 0) {
            throw new ActionFailed(
                    "SessionsRemain",
                    "%s still open: %s".formatted(Count.of(left, "session"), value),
                    "Find out from pg_stat_activity whose they are, end them, then RETRY.",
                    true);
        }
    }

    private static void runIgnoringFailure(Connection connection, String sql) throws SQLException {
        try {
            SqlStatements.run(connection, sql);
        } catch (SQLException notHere) {
            if (!String.valueOf(notHere.getSQLState()).startsWith("22")) {
                throw notHere;
            } // else this platform does not have it
        }
    }
}
