package norn.action.probe;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.database.DatabaseSettings;
import norn.environment.Hands;
import org.jspecify.annotations.Nullable;

/** Asks a database a question that only reads: the transaction may do nothing else, and ends by being taken back. */
public final class Question {
    private final String url;
    private final Properties login = new Properties();
    private final Duration within;

    private Question(String url, @Nullable String user, @Nullable String password, Duration within) {
        this.url = url;
        this.within = within;
        if (user != null) login.setProperty("user", user);
        if (password != null) login.setProperty("password", password);
        var seconds = Long.toString(Math.max(1, within.toSeconds()));
        login.setProperty("connectTimeout", seconds);
        login.setProperty("socketTimeout", seconds);
        login.setProperty("loginTimeout", seconds);
        login.setProperty("ApplicationName", "norn probe");
        login.setProperty("readOnly", "true");
    }

    /** One for that address. */
    public static Question at(
            String url, @Nullable String user, @Nullable String secret, Duration within, Hands hands) {
        return new Question(
                url, user, secret == null ? null : hands.secret(secret).strip(), within);
    }

    /** One for the database that the services use, as Norn's own role; empty where there is none. */
    public static Optional<Question> ofDatabase(Attempt attempt, Duration within) {
        return attempt.hands()
                .section(DatabaseSettings.class)
                .map(database -> at(
                        database.url().replaceFirst("/$", "") + "/" + database.name(),
                        database.user(),
                        database.passwordSecret(),
                        within,
                        attempt.hands()));
    }

    /** The first column of the first row as text; empty where there is no row, or it is null. */
    public Optional<String> ask(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url, login)) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            try (var statement = connection.createStatement()) {
                statement.setQueryTimeout((int) Math.max(1, within.toSeconds()));
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
