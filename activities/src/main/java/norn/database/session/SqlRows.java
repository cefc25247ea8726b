package norn.database.session;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads what queries answer. */
public final class SqlRows {
    /** As many rows as there are. */
    public static final int ALL = 0;

    private SqlRows() {}

    /** What a row becomes. */
    public interface Row<T> {
        /** Reads it. */
        T read(ResultSet row) throws SQLException;
    }

    /**
     * What the rows become, in their order.
     *
     * @param atMost how many rows are read, or {@link #ALL}
     * @param values for the statement's question marks
     */
    public static <T> List<T> list(Connection connection, String sql, int atMost, Row<T> row, Object... values)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setMaxRows(atMost);
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
        }
    }
}
