package norn.probe;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.database.Database;
import norn.database.postgres.SqlSession;
import norn.environment.Host;
import org.jspecify.annotations.Nullable;

/** Reads from a database: the transaction may do nothing else, and is rolled back at its end. */
public final class ReadOnlyQuery {
    private final SqlSession session;
    private final Duration timeout;

    private ReadOnlyQuery(SqlSession session, Duration timeout) {
        this.session = session.withTimeout(timeout).named("norn probe").onlyReading();
        this.timeout = timeout;
    }

    /** One for that address. */
    public static ReadOnlyQuery forAddress(
            String url, @Nullable String user, @Nullable String secret, Duration timeout, Host host) {
        var password = secret == null ? null : host.secret(secret).strip();
        return new ReadOnlyQuery(SqlSession.at(url).as(user, password), timeout);
    }

    /** One for the database that the services use, as Norn's own role; empty where there is none. */
    public static Optional<ReadOnlyQuery> forDatabase(Attempt attempt, Duration timeout) {
        return attempt.host()
                .section(Database.class)
                .map(database -> new ReadOnlyQuery(database.readingSession(attempt.host(), timeout), timeout));
    }

    /** The first column of the first row as text; empty where there is no row, or it is null. */
    public Optional<String> firstValue(String sql) throws SQLException {
        try (var connection = session.open()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            try (var statement = connection.createStatement()) {
                statement.setMaxRows(1);
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
                what + ": it names no url, and the environment file has no section host.database",
                "Add url, user and passwordSecret to it, or the section, then RETRY.",
                false);
    }
}
