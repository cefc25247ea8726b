package norn.database.mariadb;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.database.postgres.HeartbeatRunner;
import norn.database.postgres.ServerWatch;
import norn.database.session.SessionLogin;
import norn.environment.Host;
import norn.limit.Limits;

/** A MariaDB server as this host reaches it. */
public final class MariadbServer {
    /** Sessions read and write values in one way, whatever the server is set to, and no lock is waited for all night. */
    private static final List<String> BEGIN = List.of(
            "SET NAMES utf8mb4",
            "SET SESSION time_zone = '+00:00'",
            "SET SESSION sql_mode = ''",
            "SET SESSION lock_wait_timeout = 20",
            "SET SESSION innodb_lock_wait_timeout = 20");

    private final MariadbSettings settings;
    private final Host host;

    /** The server of those settings. */
    public MariadbServer(MariadbSettings settings, Host host) {
        this.settings = settings;
        this.host = host;
    }

    /** What it is reached by. */
    public MariadbSettings settings() {
        return settings;
    }

    /** A session in the store's database. */
    public MariadbSession open() {
        return open(settings.database(), Limits.SERVER_SILENCE);
    }

    /** A session in no database. */
    public MariadbSession maintenance() {
        return open("", Limits.SERVER_SILENCE);
    }

    /** A session in that database, or in none, whose answers come within that time. */
    public MariadbSession open(String database, Duration timeout) {
        var what = "MariaDB %s, %s".formatted(settings.address(), database.isEmpty() ? "without database" : database);
        try {
            var url = MariadbAddress.of(settings.address()).url("");
            var connection = SessionLogin.open(
                    () -> DriverManager.getConnection(url, properties(timeout)),
                    MariadbFailure::isWithoutConnectionLeft);
            var session = new MariadbSession(connection, what);
            BEGIN.forEach(session::run);
            if (!database.isEmpty()) {
                session.run("USE " + MariadbSession.name(database));
            }
            return session;
        } catch (SQLException refused) {
            throw MariadbFailure.of("connecting to " + what, refused);
        }
    }

    /** A session that goes on seeing the transactional tables as they are now. */
    public MariadbSession snapshot() {
        var session = open();
        session.run("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        session.run("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
        return session;
    }

    /** Does in that session what may take long: it has no limit but that of the step, and that the server answers others. */
    public <T> T takingLong(String doing, Attempt attempt, MariadbSession session, Callable<T> work)
            throws InterruptedException {
        var id = session.id();
        session.waitWithoutLimit();
        try (var watch = watch()) {
            return HeartbeatRunner.run(watch.over(attempt), doing, work, () -> {
                try (var other = maintenance()) {
                    other.run("KILL QUERY " + id);
                }
            });
        } catch (SQLException impossible) {
            throw MariadbFailure.of(doing, impossible);
        }
    }

    /** Watches that the server answers while something else works there. */
    public ServerWatch watch() {
        var limit = Limits.SERVER_SILENCE;
        return ServerWatch.start(
                () -> {
                    try (var session = open("", limit.dividedBy(4))) {
                        return session.number("SELECT 1") == 1;
                    } catch (ActionFailed refused) {
                        return !refused.error().equals("DatabaseUnreachable");
                    }
                },
                limit);
    }

    /** Whether there is a database of that name. */
    public static boolean exists(MariadbSession session, String database) {
        return session.number("SELECT COUNT(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?", database) > 0;
    }

    /** The bytes of its tables and indexes, as the server estimates them. */
    public static long sizeBytes(MariadbSession session, String database) {
        return session.number(
                "SELECT CAST(COALESCE(SUM(DATA_LENGTH + INDEX_LENGTH), 0) AS UNSIGNED) FROM information_schema.TABLES"
                        + " WHERE TABLE_SCHEMA = ?",
                database);
    }

    /** Creates an empty database that sorts and encodes like the store's. */
    public void create(MariadbSession session, String database) {
        var like = session
                .list(
                        "SELECT DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA"
                                + " WHERE SCHEMA_NAME = ?",
                        row -> "CHARACTER SET %s COLLATE %s".formatted(row.getString(1), row.getString(2)),
                        settings.database())
                .stream()
                .findFirst()
                .orElseThrow(() -> new ActionFailed(
                        "DatabaseMissing",
                        "%s: does not exist on MariaDB %s".formatted(settings.database(), settings.address()),
                        "Check database of the store.",
                        false));
        session.run("CREATE DATABASE %s %s".formatted(MariadbSession.name(database), like));
    }

    /** Drops the database, where there is one. */
    public static void drop(MariadbSession session, String database) {
        session.run("DROP DATABASE IF EXISTS " + MariadbSession.name(database));
    }

    /** What the programs get of the server by their arguments; the password is none of it. */
    List<String> arguments() {
        var address = MariadbAddress.of(settings.address());
        var arguments = new ArrayList<>(List.of(
                "--host=" + address.bareHost(),
                "--port=" + address.port(),
                "--protocol=tcp",
                "--user=" + settings.user(),
                "--default-character-set=utf8mb4"));
        if (settings.tls()) {
            arguments.add("--ssl-verify-server-cert");
            Optional.ofNullable(settings.certificates()).ifPresent(file -> arguments.add("--ssl-ca=" + file));
        } else {
            arguments.add("--skip-ssl");
        }
        return arguments;
    }

    /** The password in the environment, which only the same user can read. */
    Map<String, String> variables() {
        var variables = new LinkedHashMap<String, String>();
        password().ifPresent(password -> variables.put("MYSQL_PWD", password));
        variables.put("LC_ALL", "C");
        return variables;
    }

    private Optional<String> password() {
        return Optional.ofNullable(settings.passwordSecret())
                .map(secret -> host.secret(secret).strip());
    }

    private Properties properties(Duration timeout) {
        var properties = new Properties();
        properties.setProperty("user", settings.user());
        password().ifPresent(password -> properties.setProperty("password", password));
        properties.setProperty("connectTimeout", Long.toString(Math.min(timeout.toMillis(), Limits.LOGIN.toMillis())));
        properties.setProperty("socketTimeout", Long.toString(timeout.toMillis()));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("sslMode", settings.tls() ? "verify-full" : "disable");
        if (settings.tls()) {
            Optional.ofNullable(settings.certificates())
                    .ifPresent(file -> properties.setProperty("serverSslCert", file.toString()));
        }
        return properties;
    }
}
