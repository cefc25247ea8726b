package norn.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.database.backup.Backup;
import norn.database.backup.DatabaseIdentity;
import norn.database.backup.DumpExchange;
import norn.database.postgres.DatabaseNames;
import norn.database.postgres.SchemaListing;
import norn.database.postgres.Server;
import norn.files.Sha256;

/** The way back where the original is gone: its verified dump is restored beside, compared, and then swapped in. */
final class DumpFallback {
    private final Server server;
    private final String deployment;
    private final DatabaseNames names;
    private final Attempt attempt;
    private final Connection maintenance;

    DumpFallback(Server server, String deployment, DatabaseNames names, Attempt attempt, Connection maintenance) {
        this.server = server;
        this.deployment = deployment;
        this.names = names;
        this.attempt = attempt;
        this.maintenance = maintenance;
    }

    /** Puts the dump's database into service; what was live is retained as {@code bad}. */
    void restore(Server.DatabaseState live, String bad) throws SQLException, InterruptedException {
        var backup = verifiedBackup()
                .orElseThrow(() -> new ActionFailed(
                        "OriginalGone",
                        "%s is not the database that was recorded, %s does not exist, and there is no verified dump of it"
                                .formatted(names.live(), names.previous()),
                        "Find the original among the server's databases and rename it to %s."
                                .formatted(names.previous()),
                        false));
        var exchange = new DumpExchange(server, attempt, maintenance);
        var restored = exchange.restoreBeside(backup, live, names.next());
        new DatabaseIdentity(attempt.host().records(), deployment).recordRestored(restored, backup, schema());
        exchange.exchange(live, names.next(), bad);
        attempt.evidence()
                .value("restoredFrom", backup.file())
                .value("sha256", backup.sha256())
                .value("takenAt", backup.takenAt())
                .value("retained", bad);
    }

    private String schema() throws SQLException {
        try (var connection = server.connect(names.next())) {
            return Sha256.of(SchemaListing.text(connection));
        }
    }

    /** What is wrong with the newest dump of each kind that the deployment has taken; a look at the files, which are not read. */
    static List<String> problems(Path backups, String deployment) {
        return Stream.of("original", "live")
                .flatMap(of -> Backup.newest(backups, deployment, of).stream())
                .flatMap(backup -> problem(backup).stream())
                .toList();
    }

    private static Optional<String> problem(Backup backup) {
        try {
            var size = Files.size(backup.path());
            return size == backup.sizeBytes()
                    ? Optional.empty()
                    : Optional.of("the dump %s has %d bytes, and was written with %d"
                            .formatted(backup.path(), size, backup.sizeBytes()));
        } catch (NoSuchFileException gone) {
            return Optional.of("the dump %s is gone".formatted(backup.path()));
        } catch (IOException unreadable) {
            return Optional.of("the dump %s cannot be read: %s".formatted(backup.path(), unreadable.getMessage()));
        }
    }

    /** That of the original, taken when nothing was written any more; else the one from the beginning of the day. */
    private Optional<Backup> verifiedBackup() {
        var folder = server.settings().backups();
        return Backup.newest(folder, deployment, "original")
                .filter(Backup::verified)
                .or(() -> Backup.newest(folder, deployment, "live").filter(Backup::verified));
    }
}
