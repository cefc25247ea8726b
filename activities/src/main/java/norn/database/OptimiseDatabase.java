package norn.database;

import java.sql.SQLException;
import norn.action.Attempt;
import norn.database.postgres.Server;
import norn.database.postgres.SqlStatements;
import norn.plan.Order;
import norn.state.Evidence;

/** Vacuums and analyses: what was migrated has no statistics, and the first users would wait for it. */
final class OptimiseDatabase {
    Evidence run(Order order, Attempt attempt) throws SQLException, InterruptedException {
        var server = Server.of(order, attempt);
        try (var maintenance = server.maintenance()) {
            server.endEarlierSessions(maintenance);
        }
        try (var connection = server.live()) {
            server.takingLong("vacuuming and analysing " + server.settings().name(), connection, () -> {
                SqlStatements.run(connection, "VACUUM (ANALYZE)");
                return connection;
            });
            var analysed = SqlStatements.number(
                    connection, "SELECT count(*) FROM pg_stat_user_tables WHERE last_analyze IS NOT NULL");
            return attempt.evidence()
                    .value("tables", analysed)
                    .done("%s vacuumed and analysed".formatted(server.settings().name()));
        }
    }
}
