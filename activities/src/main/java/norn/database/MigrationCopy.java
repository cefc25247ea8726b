package norn.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.database.migration.CopyStage;
import norn.database.postgres.DatabaseNames;
import norn.database.postgres.DatabaseProperties;
import norn.database.postgres.Server;
import norn.database.postgres.SqlStatements;
import norn.database.postgres.Volume;
import norn.plan.Order;

/**
 * Creates the copy that is migrated. The original is closed from here until the swap, or until the deployment goes back: what
 * would be written there now would be lost by the swap.
 */
final class MigrationCopy {
    private static final String IN_USE = "55006";

    /** How often the copying begins anew where the original was used meanwhile: each time the server has waited five seconds. */
    private static final int USED_AGAIN = 5;

    private final Server server;
    private final DatabaseNames names;
    private final Order order;
    private final Attempt attempt;
    private final Connection maintenance;

    MigrationCopy(Server server, Order order, Attempt attempt, Connection maintenance) {
        this.server = server;
        this.names = server.names();
        this.order = order;
        this.attempt = attempt;
        this.maintenance = maintenance;
    }

    /** Whether the copy of this deployment serves already, and the original is retained. */
    boolean isSwapped() throws SQLException {
        return Server.find(maintenance, names.previous()).isPresent()
                && Server.find(maintenance, names.live()).isPresent();
    }

    /** The copy, where there is a complete one of the original as it is: it was closed ever since. */
    Optional<CopyStage> stage() throws SQLException {
        var copy = Server.find(maintenance, names.next()).filter(found -> !found.isHalfDropped());
        var live = Server.find(maintenance, names.live());
        if (copy.isEmpty() || live.isEmpty() || live.get().open()) {
            return Optional.empty();
        }
        return CopyStage.of(copy.get());
    }

    /** Creates it, and drops what there is of an earlier one. */
    void create() throws SQLException, InterruptedException {
        var live = original();
        var size = Server.sizeBytes(maintenance, names.live());
        Volume.ofServer(maintenance).ifPresent(volume -> volume.require(size + size / 10, "a copy of " + names.live()));
        attempt.checkFence();
        server.drop(maintenance, names.next());
        attempt.checkFence();
        server.close(maintenance, names.live());
        attempt.checkFence();
        copy(live);
        attempt.checkFence();
        for (var statement : DatabaseProperties.statements(maintenance, live, names.next())) {
            SqlStatements.run(maintenance, statement);
        }
        recordContent(); // before the copy counts as complete: later steps rely on it
        attempt.checkFence();
        CopyStage.COPIED.save(maintenance, names.next());
        attempt.evidence().value("sizeBytes", size).value("copy", names.next());
    }

    /** Hashes the copy, which is what the original is, where that does not take long. */
    private void recordContent() throws SQLException, InterruptedException {
        var originalContent = new OriginalContent(attempt.host().records(), order.deployment());
        originalContent.delete();
        var sizeMegabytes = Server.sizeBytes(maintenance, names.next()) >> 20;
        if (sizeMegabytes > server.migrationSettings().contentHashUpToMegabytes()) {
            return;
        }
        try (var connection = server.connect(names.next())) {
            var content = server.content(connection);
            originalContent.write(content);
            attempt.evidence()
                    .value("tables", content.tableCount())
                    .value("rows", content.rowCount())
                    .value("contentSha256", content.sha256());
        }
    }

    /** Adds a value to the evidence. */
    void evidence(String name, Object value) {
        attempt.evidence().value(name, value);
    }

    private Server.DatabaseState original() throws SQLException {
        return Server.find(maintenance, names.live())
                .orElseThrow(() -> new ActionFailed(
                        "DatabaseMissing",
                        "database %s: does not exist on the server".formatted(names.live()),
                        "Check url and name in the section database, and which databases exist.",
                        false));
    }

    private void copy(Server.DatabaseState live) throws SQLException, InterruptedException {
        var strategy = Server.major(maintenance) >= 15 ? " STRATEGY file_copy" : ""; // half the time, no WAL
        var sql = "CREATE DATABASE %s TEMPLATE %s OWNER %s%s"
                .formatted(
                        SqlStatements.name(names.next()),
                        SqlStatements.name(names.live()),
                        SqlStatements.name(live.owner()),
                        strategy);
        for (var more = USED_AGAIN; ; more--) {
            try {
                server.takingLong("copying %s to %s".formatted(names.live(), names.next()), maintenance, () -> {
                    SqlStatements.run(maintenance, sql);
                    return sql;
                });
                return;
            } catch (SQLException inUse) { // such as by an autovacuum worker, which the server ends itself
                if (more == 0 || !IN_USE.equals(inUse.getSQLState())) {
                    throw inUse;
                }
                attempt.checkFence();
                server.close(maintenance, names.live());
            }
        }
    }
}
