package norn.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import norn.action.Attempt;
import norn.action.ForeignText;
import norn.database.postgres.DatabaseContent;
import norn.database.postgres.DatabaseFailure;
import norn.database.postgres.DatabaseQuery;
import norn.database.postgres.Server;
import norn.database.postgres.SqlStatements;
import norn.limit.Limits;
import norn.plan.Count;
import norn.plan.Order;
import norn.plan.ShortText;
import norn.state.Evidence;
import norn.state.Finding;

/** Reads everything and checks what must hold: a page that cannot be read, a broken index or constraint is a data problem. */
final class CheckIntegrity {
    Evidence run(Order order, Attempt attempt) throws SQLException, InterruptedException {
        var server = Server.of(order, attempt);
        var problems = new ArrayList<String>();
        var tooLarge = "";
        try (var connection = server.live()) {
            connection.setReadOnly(true);
            server.setAsForOwner(connection);
            connection.setAutoCommit(false);
            problems.addAll(VerifyMigrations.brokenIndexes(connection));
            problems.addAll(SqlStatements.list(
                    connection,
                    "SELECT conrelid::regclass || ' ' || conname FROM pg_constraint WHERE NOT convalidated",
                    row -> "constraint %s is not validated".formatted(row.getString(1))));
            try {
                tooLarge = tooLarge(server.content(connection), attempt);
            } catch (SQLException failed) {
                problems.add(unreadable(failed));
            }
            connection.rollback();
            for (var query : server.migrationSettings().integrity()) {
                problems.addAll(queryProblems(query, server, connection, attempt));
            }
            attempt.evidence()
                    .value(
                            "checksums",
                            SqlStatements.text(connection, "SHOW data_checksums")
                                    .orElse("unknown"))
                    .value(
                            "checksumFailures",
                            SqlStatements.text(connection, "SELECT sum(checksum_failures) FROM pg_stat_database")
                                    .<Object>map(Long::valueOf)
                                    .orElse("unknown"));
        }
        attempt.evidence().value("dataProblems", problems.size());
        if (problems.isEmpty()) {
            return attempt.evidence()
                    .done("%s: no problem found%s".formatted(server.settings().name(), tooLarge));
        }
        return attempt.evidence()
                .found(
                        Finding.NO,
                        "%s: %d data problems: %s. Inspect each. If data is corrupt, order the rollback"
                                .formatted(
                                        server.settings().name(),
                                        problems.size(),
                                        String.join(
                                                "; ",
                                                problems.subList(0, Math.min(Limits.SHOWN_ITEMS, problems.size())))));
    }

    /** No problem of the data: it can be read, but not be printed. */
    private static String tooLarge(DatabaseContent content, Attempt attempt) {
        attempt.evidence().value("tables", content.tableCount()).value("rows", content.rowCount());
        var tables = content.tooLarge();
        if (tables.isEmpty()) {
            return "";
        }
        attempt.evidence().value("tooLarge", tables);
        return ". A row of %s is too large to be read as text (PostgreSQL prints at most 1 GB): the data is sound, but pg_dump cannot dump it"
                .formatted(String.join(", ", tables));
    }

    private static String unreadable(SQLException failed) throws SQLException {
        if (!isDamage(failed)) {
            throw failed;
        }
        return "cannot be read: " + DatabaseFailure.describe(failed);
    }

    /** Damaged data and indexes (XX), files that are missing or cannot be read (58), invalid texts (22). */
    private static boolean isDamage(SQLException failed) {
        var state = String.valueOf(failed.getSQLState());
        return state.startsWith("XX") || state.startsWith("58") || state.startsWith("22");
    }

    private static List<String> queryProblems(
            DatabaseQuery query, Server server, Connection connection, Attempt attempt)
            throws SQLException, InterruptedException {
        var rows = server.takingLong(
                "querying " + query.name(),
                connection,
                () -> SqlStatements.listAtMost(
                        Limits.ROWS + 1,
                        connection,
                        query.sql(),
                        row -> ShortText.line(String.valueOf(row.getString(1)), Limits.VALUE_CHARACTERS)));
        connection.rollback();
        if (query.expect() != null ? rows.equals(List.of(query.expect())) : rows.isEmpty()) {
            return List.of();
        }
        if (rows.isEmpty()) {
            return List.of("%s: no row instead of %s".formatted(query.name(), query.expect()));
        }
        var more = rows.size() > Limits.ROWS;
        var where = ForeignText.save(attempt, "rows-of-" + query.name(), String.join("\n", rows));
        return List.of("%s: %s%s%s. %s"
                .formatted(
                        query.name(),
                        more ? "more than " : "",
                        Count.of(more ? Limits.ROWS : rows.size(), "row"),
                        query.expect() == null ? "" : " instead of one that says " + query.expect(),
                        where));
    }
}
