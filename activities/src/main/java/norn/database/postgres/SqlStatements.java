package norn.database.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import norn.database.session.SqlRows;
import org.jspecify.annotations.Nullable;

/** Runs statements and reads their results. Names and texts are quoted here, and nowhere else. */
public final class SqlStatements {
    /** The state of an answer without a row, as the SQL standard names it. */
    private static final String NO_DATA = "02000";

    private SqlStatements() {}

    /** A name of a database, role, schema or table, whatever it holds. */
    public static String name(String name) {
        if (name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a name with a NUL character");
        }
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A text, whatever it holds. */
    public static String text(@Nullable String text) {
        if (text == null) {
            return "NULL";
        }
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a text with a NUL character");
        }
        return (text.contains("\\") ? " E'" : "'") + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** Runs a statement that returns nothing. */
    public static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Every row. */
    public static <T> List<T> list(Connection connection, String sql, SqlRows.Row<T> row, Object... values)
            throws SQLException {
        return SqlRows.list(connection, sql, SqlRows.ALL, row, values);
    }

    /** The first rows, not more than so many: of queries that people wrote, which may answer with everything. */
    public static <T> List<T> listAtMost(int rows, Connection connection, String sql, SqlRows.Row<T> row)
            throws SQLException {
        return SqlRows.list(connection, sql, rows, row);
    }

    /** The first row, where there is one. */
    public static <T> Optional<T> first(Connection connection, String sql, SqlRows.Row<T> row, Object... values)
            throws SQLException {
        var list = SqlRows.list(connection, sql, 1, row, values);
        return list.isEmpty() ? Optional.empty() : Optional.ofNullable(list.get(0));
    }

    /** The first column of the first row as text; empty where there is no row, or null. */
    public static Optional<String> text(Connection connection, String sql, Object... values) throws SQLException {
        return first(connection, sql, row -> Optional.ofNullable(row.getString(1)), values)
                .flatMap(text -> text);
    }

    /**
     * The first column of the first row as a number.
     *
     * @throws SQLException also where there is no row, or null in it: that is no zero
     */
    public static long number(Connection connection, String sql, Object... values) throws SQLException {
        var number = text(connection, sql, values)
                .orElseThrow(() -> new SQLException("expected a number, got none", NO_DATA));
        return Long.parseLong(number);
    }
}
