package norn.database;

import java.sql.SQLException;
import java.util.Locale;
import norn.action.Attempt;
import norn.database.postgres.Server;
import norn.plan.Order;
import norn.state.Evidence;

/** Closes the database that serves, and copies it: the copy is migrated, the original is never written again. */
final class CopyDatabase {
    Evidence run(Order order, Attempt attempt) throws SQLException, InterruptedException {
        var server = Server.of(order, attempt);
        try (var maintenance = server.maintenance()) {
            server.endEarlierSessions(maintenance);
            var migrationCopy = new MigrationCopy(server, order, attempt, maintenance);
            var evidence = attempt.evidence();
            if (migrationCopy.isSwapped()) {
                return evidence.alreadySo("the copy of this deployment is the one that serves");
            }
            var present = migrationCopy.stage();
            if (present.isPresent()) {
                return evidence.value("copy", server.names().next())
                        .alreadySo("%s is %s"
                                .formatted(
                                        server.names().next(),
                                        present.get().name().toLowerCase(Locale.ROOT)));
            }
            migrationCopy.create();
            return evidence.done("%s closed and copied to %s"
                    .formatted(server.names().live(), server.names().next()));
        }
    }
}
