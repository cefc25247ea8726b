package norn.database.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Statements that take effect together or not at all. */
public final class Transaction {
    private Transaction() {}

    /** Runs them. */
    public static void run(Connection connection, String... statements) throws SQLException {
        run(connection, List.of(statements));
    }

    /** Runs them. */
    public static void run(Connection connection, List<String> statements) throws SQLException {
        connection.setAutoCommit(false);
        try {
            for (var statement : statements) {
                SqlStatements.run(connection, statement);
            }
            connection.commit();
        } catch (SQLException failed) {
            connection.rollback();
            throw failed;
        } finally {
            connection.setAutoCommit(true);
        }
    }
}
