package norn.database.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import norn.database.session.SessionLogin;
import norn.limit.Limits;
import org.jspecify.annotations.Nullable;

/**
 * How a session with a database begins, and how long it may take.
 *
 * @param url the JDBC address, without user and password
 * @param user null: the driver's choice, as is the password
 * @param name what the server calls the session; null: as the driver does
 * @param timeout the limit for logging in and for each answer; null: those of {@link Limits}, also where the server has others
 * @param readOnly whether its transactions can only read
 */
public record SqlSession(
        String url,
        @Nullable String user,
        @Nullable String password,
        @Nullable String name,
        @Nullable Duration timeout,
        boolean readOnly) {
    /** Settings of the database and the role that would stop Norn's own sessions do not hold for them. */
    private static final String OWN_SETTINGS =
            "-c statement_timeout=%d -c lock_timeout=0 -c idle_in_transaction_session_timeout=0 -c default_transaction_read_only=off"
                    .formatted(Limits.STATEMENT.toMillis());

    /** A session at that address. */
    public static SqlSession at(String url) {
        return new SqlSession(url, null, null, null, null, false);
    }

    /** The same for that user. */
    public SqlSession as(@Nullable String role, @Nullable String secret) {
        return new SqlSession(url, role, secret, name, timeout, readOnly);
    }

    /** The same under that name. */
    public SqlSession named(String shown) {
        return new SqlSession(url, user, password, shown, timeout, readOnly);
    }

    /** The same within that time. */
    public SqlSession withTimeout(Duration limit) {
        return new SqlSession(url, user, password, name, limit, readOnly);
    }

    /** The same, unable to write. */
    public SqlSession onlyReading() {
        return new SqlSession(url, user, password, name, timeout, true);
    }

    /** Begins it. */
    public Connection open() throws SQLException {
        return SessionLogin.open(
                () -> DriverManager.getConnection(url, properties()), SqlSession::isWithoutConnectionLeft);
    }

    private static boolean isWithoutConnectionLeft(SQLException refused) {
        return "53300".equals(refused.getSQLState());
    }

    private Properties properties() {
        var properties = new Properties();
        set(properties, "user", user);
        set(properties, "password", password);
        set(properties, "ApplicationName", name);
        var login = seconds(timeout == null ? Limits.LOGIN : timeout);
        properties.setProperty("connectTimeout", login);
        properties.setProperty("loginTimeout", login);
        properties.setProperty("socketTimeout", seconds(timeout == null ? Limits.SERVER_SILENCE : timeout));
        properties.setProperty("maxResultBuffer", Integer.toString(Limits.RESULT_BYTES));
        if (timeout == null) {
            properties.setProperty("options", OWN_SETTINGS);
            properties.setProperty("tcpKeepAlive", "true");
        }
        if (readOnly) {
            properties.setProperty("readOnly", "true");
        }
        return properties;
    }

    private static void set(Properties properties, String name, @Nullable String value) {
        if (value != null) {
            properties.setProperty(name, value);
        }
    }

    private static String seconds(Duration time) {
        return Long.toString(Math.max(1, time.toSeconds()));
    }
}
