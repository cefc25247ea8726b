package norn.database;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Fence;
import norn.action.Options;
import norn.database.backup.Backup;
import norn.database.backup.BackupVerification;
import norn.database.backup.DumpWriter;
import norn.database.backup.OffsiteFolder;
import norn.database.postgres.PostgresTools;
import norn.database.postgres.Server;
import norn.database.postgres.Volume;
import norn.files.Sha256;
import norn.plan.Count;
import norn.plan.Order;
import norn.state.Evidence;

/** Dumps the database that serves, or the original that the deployment retains, and verifies the dump by a restore. */
final class BackUpDatabase {
    Evidence run(Order order, Attempt attempt) throws SQLException, InterruptedException {
        var server = Server.of(order, attempt);
        var options = Options.of(order);
        var of = options.text("of").orElse("live");
        var verify = !Boolean.FALSE.equals(order.options().get("verify"));
        var offsite = OffsiteFolder.of(server.settings());
        offsite.ifPresent(OffsiteFolder::require);
        try (var maintenance = server.maintenance()) {
            server.endEarlierSessions(maintenance);
            var tools = PostgresTools.fitting(
                    Server.major(maintenance), server.settings().tools());
            var database = source(of, server, order, maintenance, attempt);
            var file = Backup.file(
                    server.settings().backups().toAbsolutePath(),
                    server.settings().name(),
                    of,
                    order.deployment(),
                    order.step(),
                    order.attempt());
            var present = Backup.read(file).filter(BackUpDatabase::isComplete);
            var backup = present.isPresent()
                    ? present.get()
                    : take(tools, server, order, attempt, maintenance, database, of, file);
            var fresh = present.isEmpty() || (verify && !present.get().verified());
            if (verify && !backup.verified()) {
                new BackupVerification(server, attempt, tools).verify(backup, maintenance);
                backup = backup.asVerified();
                backup.write();
            }
            if (offsite.isPresent()) {
                offsite.get().copy(backup, attempt);
            }
            return evidence(backup, attempt, fresh);
        }
    }

    /** Which database is dumped: the one that serves, or the retained original, opened to Norn's role alone. */
    private static String source(String of, Server server, Order order, Connection maintenance, Attempt attempt)
            throws SQLException {
        var names = server.names();
        if (of.equals("live")) {
            return names.live();
        }
        if (!of.equals("original")) {
            throw new ActionFailed("WrongOptions", "of: " + of, "Expected: live or original.", false);
        }
        new Fence(attempt.host().records()).check(order.fence()); // a rollback has put the original back, or will
        var original = Server.find(maintenance, names.previous())
                .orElseThrow(() -> new ActionFailed(
                        "NoOriginalRetained",
                        names.previous() + ": there is no such database",
                        "swap-database retains the original: back up after it.",
                        false));
        new RetainedOriginal(attempt.host().records(), order.deployment(), names)
                .openFor(server.settings().user(), maintenance, original);
        return names.previous();
    }

    private static Backup take(
            PostgresTools tools,
            Server server,
            Order order,
            Attempt attempt,
            Connection maintenance,
            String database,
            String of,
            Path file)
            throws SQLException, InterruptedException {
        new Volume(server.settings().backups())
                .require(Server.sizeBytes(maintenance, database) / 2, "a dump of " + database);
        var backup = new DumpWriter(server, order, attempt, tools).take(database, of, file);
        backup.write();
        return backup;
    }

    private static boolean isComplete(Backup backup) {
        return Files.isRegularFile(backup.path()) && Sha256.of(backup.path()).equals(backup.sha256());
    }

    private static Evidence evidence(Backup backup, Attempt attempt, boolean fresh) {
        attempt.evidence()
                .value("file", backup.file())
                .value("sha256", backup.sha256())
                .value("sizeBytes", backup.sizeBytes())
                .value("takenAt", backup.takenAt())
                .value("tables", backup.content().tableCount())
                .value("rows", backup.content().rowCount())
                .value("contentSha256", backup.content().sha256())
                .value("server", backup.server())
                .value("tool", "pg_dump " + backup.tool())
                .value("verified", backup.verified());
        var summary = "%s: %s in %s, %,d KB%s"
                .formatted(
                        backup.path().getFileName(),
                        Count.of(backup.content().rowCount(), "row"),
                        Count.of(backup.content().tableCount(), "table"),
                        backup.sizeBytes() >> 10,
                        backup.verified() ? ", verified by a restore" : ", not verified");
        return fresh ? attempt.evidence().done(summary) : attempt.evidence().alreadySo(summary);
    }
}
