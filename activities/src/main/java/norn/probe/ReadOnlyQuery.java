package norn.probe;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.database.postgres.DatabaseSettings;
import norn.environment.Host;
import org.jspecify.annotations.Nullable;

/** Asks a database a question that only reads: the transaction may do nothing else, and ends by being taken back. */
public final class ReadOnlyQuery {
    private final String url;
    private final Properties login = new Properties();
    private final Duration timeout;

    private ReadOnlyQuery(String url, @Nullable String user, @Nullable String password, Duration timeout) {
        this.url = url;
        this.timeout = timeout;
        if (user != null) {
            login.setProperty("user", user);
        }
        if (password != null) {
            login.setProperty("password", password);
        }
        var seconds = Long.toString(Math.max(1, timeout.toSeconds()));
        login.setProperty("connectTimeout", seconds);
        login.setProperty("socketTimeout", seconds);
        login.setProperty("loginTimeout", seconds);
        login.setProperty("ApplicationName", "norn probe");
        login.setProperty("readOnly", "true");
    }

    /** One for that address. */
    public static ReadOnlyQuery forAddress(
            String url, @Nullable String user, @Nullable String secret, Duration timeout, Host host) {
        return new ReadOnlyQuery(
                url, user, secret == null ? null : host.secret(secret).strip(), timeout);
    }

    /** One for the database that the services use, as Norn's own role; empty where there is none. */
    public static Optional<ReadOnlyQuery> forDatabase(Attempt attempt, Duration timeout) {
        return attempt.host()
                .section(DatabaseSettings.class)
                .map(database -> forAddress(
                        database.url().replaceFirst("/$", "") + "/" + database.name(),
                        database.user(),
                        database.passwordSecret(),
                        timeout,
                        attempt.host()));
    }

    /** The first column of the first row as text; empty where there is no row, or it is null. */
    public Optional<String> firstValue(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url, login)) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            try (var statement = connection.createStatement()) {
                statement.setQueryTimeout((int) Math.max(1, timeout.toSeconds()));
                try (var row = statement.executeQuery(sql)) {
                    return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
                }
            } finally {
                connection.rollback();
            }
        }
    }

    static ActionFailed noDatabase(String what) {
        return new ActionFailed(
                "MissingSettings",
                what + ": names no database address, and the environment file has no section database",
                "Add url, user and passwordSecret, or the section.",
                false);
    }
}
