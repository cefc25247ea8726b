package norn.action.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Optional;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Options;
import norn.journal.Evidence;
import norn.plan.Order;

/** Proves the deployment's newest dump once more: it is read back, restored and compared. */
final class VerifyBackup {
    Evidence run(Order order, Attempt attempt) throws SQLException, InterruptedException {
        var server = Server.of(order, attempt);
        var of = Options.of(order).text("of").orElse("live");
        var backup = newest(server, order, of)
                .orElseThrow(() -> new ActionFailed(
                        "NoBackup",
                        "%s: holds no dump of %s of this deployment"
                                .formatted(server.settings().backups(), of),
                        "Take one with back-up first.",
                        false));
        try (var maintenance = server.maintenance()) {
            server.endEarlier(maintenance);
            var tools = PostgresTools.fitting(
                    Server.major(maintenance), server.settings().tools());
            new Proof(server, attempt, tools).of(backup, maintenance);
            backup.asProven().write();
            return attempt.evidence()
                    .value("file", backup.file())
                    .value("sha256", backup.sha256())
                    .value("rows", backup.content().rowCount())
                    .value("proven", true)
                    .done("%s restored: schema, rows and contents are equal"
                            .formatted(backup.path().getFileName()));
        }
    }

    private static Optional<Backup> newest(Server server, Order order, String of) {
        var folder = server.settings().backups();
        if (!Files.isDirectory(folder)) return Optional.empty();
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".dump.json"))
                    .map(note ->
                            note.resolveSibling(note.getFileName().toString().replaceFirst("\\.json$", "")))
                    .flatMap(dump -> Backup.read(dump).stream())
                    .filter(backup -> backup.deployment().equals(order.deployment())
                            && backup.of().equals(of))
                    .max(Comparator.comparing(Backup::takenAt));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + folder, unreadable);
        }
    }
}
