package norn.database;

import java.sql.SQLException;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Options;
import norn.database.backup.Backup;
import norn.database.backup.BackupVerification;
import norn.database.postgres.PostgresTools;
import norn.database.postgres.Server;
import norn.plan.Order;
import norn.state.Evidence;

/** Verifies the deployment's newest dump once more: it is read back, restored and compared. */
final class VerifyBackup {
    Evidence run(Order order, Attempt attempt) throws SQLException, InterruptedException {
        var server = Server.of(order, attempt);
        var of = Options.of(order).text("of").orElse("live");
        var backup = Backup.newest(server.settings().backups(), order.deployment(), of)
                .orElseThrow(() -> new ActionFailed(
                        "NoBackup",
                        "%s: holds no dump of %s of this deployment"
                                .formatted(server.settings().backups(), of),
                        "Take one with back-up first.",
                        false));
        try (var maintenance = server.maintenance()) {
            server.endEarlierSessions(maintenance);
            var tools = PostgresTools.fitting(
                    Server.major(maintenance), server.settings().tools());
            new BackupVerification(server, attempt, tools).verify(backup, maintenance);
            backup.asVerified().write();
            return attempt.evidence()
                    .value("file", backup.file())
                    .value("sha256", backup.sha256())
                    .value("rows", backup.content().rowCount())
                    .value("verified", true)
                    .done("%s restored: schema, rows and contents are equal"
                            .formatted(backup.path().getFileName()));
        }
    }
}
