package shop;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** The orders in the database. One session for each thread; one that broke is made anew. */
final class OrderTable {
    private final String url;
    private final Properties login = new Properties();
    private final ThreadLocal<Connection> sessions = new ThreadLocal<>();

    /** @param url postgresql://user:password@host:port/database */
    OrderTable(String url) {
        URI uri = URI.create(url);
        String[] user = uri.getUserInfo().split(":", 2);
        this.url = "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath();
        login.setProperty("user", user[0]);
        login.setProperty("password", user[1]);
        login.setProperty("ApplicationName", "shop");
        login.setProperty("connectTimeout", "5");
        login.setProperty("socketTimeout", "20");
    }

    /** Work within one transaction. */
    private interface Work<T> {
        T with(Statement statement) throws SQLException;
    }

    private <T> T call(Work<T> work) throws SQLException {
        Connection connection = sessions.get();
        if (connection == null || connection.isClosed()) {
            connection = DriverManager.getConnection(url, login);
            connection.setAutoCommit(false);
            sessions.set(connection);
        }
        try (Statement statement = connection.createStatement()) {
            T result = work.with(statement);
            connection.commit();
            return result;
        } catch (SQLException e) {
            sessions.remove();
            connection.close();
            throw e;
        }
    }

    long add(String item) throws SQLException {
        return call(statement ->
                number(statement, "INSERT INTO orders (item, quantity) VALUES (" + quoted(item) + ", 1) RETURNING id"));
    }

    long waiting() throws SQLException {
        return call(statement -> number(statement, "SELECT count(*) FROM orders WHERE state = 'waiting'"));
    }

    /** The ten newest, as JSON. */
    String newest() throws SQLException {
        return call(statement -> text(statement, Statements.NEWEST));
    }

    /** Fulfils the oldest order that waits; false where none does. */
    boolean fulfilNext() throws SQLException {
        return call(statement -> statement.executeUpdate(Statements.FULFIL_NEXT) == 1);
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
