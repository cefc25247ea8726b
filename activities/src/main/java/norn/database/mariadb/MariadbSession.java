package norn.database.mariadb;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import norn.action.ActionFailed;
import norn.database.session.SqlRows;

/** A session with a MariaDB server. What fails in it is an {@link ActionFailed} that says what was being done. */
public final class MariadbSession implements AutoCloseable {
    private final Connection connection;
    private final String what;

    MariadbSession(Connection connection, String what) {
        this.connection = connection;
        this.what = what;
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
    public <T> List<T> list(String sql, SqlRows.Row<T> row, Object... values) {
        try {
            return SqlRows.list(connection, sql, SqlRows.ALL, row, values);
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
