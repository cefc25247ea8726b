package norn.database.mariadb;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import norn.action.ActionFailed;

/** A session with a MariaDB server. What fails in it is an {@link ActionFailed} that says what was being done. */
public final class MariadbSession implements AutoCloseable {
    private final Connection connection;
    private final String what;

    MariadbSession(Connection connection, String what) {
        this.connection = connection;
        this.what = what;
    }

    /** What a row becomes. */
    public interface ResultRow<T> {
        /** Reads it. */
        T read(ResultSet row) throws SQLException;
    }

    /** A name of a database or a table, whatever it holds. */
    public static String name(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /** A table of a database. */
    public static String name(String database, String table) {
        return name(database) + "." + name(table);
    }

    /** Runs a statement that returns nothing. */
    public void run(String sql) {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw MariadbFailure.of(what, failed);
        }
    }

    /** Every row. */
    public <T> List<T> list(String sql, ResultRow<T> row, Object... values) {
        try (var statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (var rows = statement.executeQuery()) {
                var list = new ArrayList<T>();
                while (rows.next()) {
                    list.add(row.read(rows));
                }
                return list;
            }
        } catch (SQLException failed) {
            throw MariadbFailure.of(what, failed);
        }
    }

    /** The first column of the first row as text; empty where there is no row, or null. */
    public Optional<String> text(String sql, Object... values) {
        var rows = list(sql, row -> Optional.ofNullable(row.getString(1)), values);
        return rows.isEmpty() ? Optional.empty() : rows.get(0);
    }

    /**
     * The first column of the first row as a number.
     *
     * @throws ActionFailed also where there is no row, or null in it: that is no zero
     */
    public long number(String sql, Object... values) {
        return text(sql, values)
                .map(Long::parseLong)
                .orElseThrow(() -> MariadbFailure.of(what, new SQLException("expected a number, got none")));
    }

    /** The server's number of it. */
    long id() {
        return number("SELECT CONNECTION_ID()");
    }

    /** Lets it wait for its answers without limit: whoever calls that watches the server in another way. */
    void waitWithoutLimit() {
        try {
            connection.setNetworkTimeout(Runnable::run, 0);
        } catch (SQLException failed) {
            throw MariadbFailure.of(what, failed);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException gone) {
            throw MariadbFailure.of("ending a session: " + what, gone);
        }
    }
}
