package norn.action.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Statements that take effect together or not at all. */
final class Transaction {
    private Transaction() {}

    static void run(Connection connection, String... statements) throws SQLException {
        run(connection, List.of(statements));
    }

    static void run(Connection connection, List<String> statements) throws SQLException {
        connection.setAutoCommit(false);
        try {
            for (var statement : statements) Sql.run(connection, statement);
            connection.commit();
        } catch (SQLException failed) {
            connection.rollback();
            throw failed;
        } finally {
            connection.setAutoCommit(true);
        }
    }
}
