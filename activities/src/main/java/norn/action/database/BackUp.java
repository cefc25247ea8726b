package norn.action.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import norn.action.ActionFailed;
import norn.action.AtomicFiles;
import norn.action.Attempt;
import norn.action.Fence;
import norn.action.Options;
import norn.action.Sha256;
import norn.journal.Evidence;
import norn.plan.Count;
import norn.plan.Order;

/** Dumps the database that serves, or the original that the deployment keeps, and proves the dump by a restore. */
final class BackUp {
    Evidence run(Order order, Attempt attempt) throws SQLException, InterruptedException {
        var server = Server.of(order, attempt);
        var options = Options.of(order);
        var of = options.text("of").orElse("live");
        var prove = !Boolean.FALSE.equals(order.options().get("verify"));
        try (var maintenance = server.maintenance()) {
            server.endEarlier(maintenance);
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
            var there = Backup.read(file).filter(BackUp::isWhole);
            var backup = there.isPresent()
                    ? there.get()
                    : take(tools, server, order, attempt, maintenance, database, of, file);
            var fresh = there.isEmpty() || (prove && !there.get().proven());
            if (prove && !backup.proven()) {
                new Proof(server, attempt, tools).of(backup, maintenance);
                backup = backup.asProven();
                backup.write();
            }
            carryOffsite(backup, server, attempt);
            return evidence(backup, attempt, fresh);
        }
    }

    /** Which database is dumped: the one that serves, or the kept original, opened to Norn's role alone. */
    private static String source(String of, Server server, Order order, Connection maintenance, Attempt attempt)
            throws SQLException {
        var names = server.names();
        if (of.equals("live")) return names.live();
        if (!of.equals("original"))
            throw new ActionFailed("WrongOptions", "of: " + of, "Right would be live or original.", false);
        var kept = Server.find(maintenance, names.previous())
                .orElseThrow(() -> new ActionFailed(
                        "NoOriginalKept",
                        names.previous() + ": there is no such database",
                        "The original is kept by swap-database: back up after it.",
                        false));
        new Fence(attempt.hands().records()).check(order.fence());
        new KeptOriginal(attempt.hands().records(), order.deployment(), names)
                .openTo(server.settings().user(), maintenance, kept);
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
        var backup = new Dumping(server, order, attempt, tools).take(database, of, file);
        backup.write();
        return backup;
    }

    private static boolean isWhole(Backup backup) {
        return Files.isRegularFile(backup.path()) && Sha256.of(backup.path()).equals(backup.sha256());
    }

    private static void carryOffsite(Backup backup, Server server, Attempt attempt) {
        var offsite = server.settings().offsite();
        if (offsite == null) return;
        var target = offsite.resolve(backup.path().getFileName());
        try {
            if (!Files.isRegularFile(target) || !Sha256.of(target).equals(backup.sha256())) {
                attempt.beat("copying to " + offsite);
                Files.createDirectories(offsite);
                var partial = target.resolveSibling(target.getFileName() + ".part");
                Files.copy(backup.path(), partial, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                AtomicFiles.move(partial, target);
            }
        } catch (IOException cannot) {
            throw new UncheckedIOException("cannot copy to " + offsite, cannot);
        }
        if (!Sha256.of(target).equals(backup.sha256()))
            throw new ActionFailed(
                    "OffsiteDiffers",
                    target + ": what is read back is not what was written",
                    "Look at that volume, then RETRY.",
                    true);
        attempt.evidence().value("offsite", target.toString());
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
                .value("proven", backup.proven());
        var summary = "%s: %s in %s, %,d KB%s"
                .formatted(
                        backup.path().getFileName(),
                        Count.of(backup.content().rowCount(), "row"),
                        Count.of(backup.content().tableCount(), "table"),
                        backup.sizeBytes() >> 10,
                        backup.proven() ? ", proven by a restore" : ", not proven");
        return fresh ? attempt.evidence().done(summary) : attempt.evidence().alreadySo(summary);
    }
}
