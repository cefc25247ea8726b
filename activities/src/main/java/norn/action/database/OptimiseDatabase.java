package norn.action.database;

import java.sql.SQLException;
import norn.action.Attempt;
import norn.journal.Evidence;
import norn.plan.Order;

/** Vacuums and analyses: what was migrated has no statistics, and the first players would wait for it. */
final class OptimiseDatabase {
    Evidence run(Order order, Attempt attempt) throws SQLException, InterruptedException {
        var server = Server.of(order, attempt);
        try (var maintenance = server.maintenance()) {
            server.endEarlier(maintenance);
        }
        try (var connection = server.live();
                var statement = connection.createStatement()) {
            Beating.during(
                    attempt,
                    "vacuuming and analysing " + server.settings().name(),
                    () -> statement.execute("VACUUM (ANALYZE)"),
                    statement::cancel);
            var analysed =
                    Sql.number(connection, "SELECT count(*) FROM pg_stat_user_tables WHERE last_analyze IS NOT NULL");
            return attempt.evidence()
                    .value("tables", analysed)
                    .done("%s vacuumed and analysed".formatted(server.settings().name()));
        }
    }
}
