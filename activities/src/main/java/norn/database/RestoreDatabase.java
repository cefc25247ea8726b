package norn.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Optional;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Target;
import norn.action.Targets;
import norn.database.backup.DatabaseIdentity;
import norn.database.postgres.DatabaseNames;
import norn.database.postgres.DatabaseProperties;
import norn.database.postgres.Server;
import norn.database.postgres.SqlStatements;
import norn.database.postgres.Transaction;
import norn.plan.Order;
import norn.state.Evidence;

/**
 * Restores the database: the two renames the other way round. What was live is retained under another name, for Norn's role
 * alone to read. Before the swap, only the copy is dropped and the original opened again.
 */
final class RestoreDatabase {
    Evidence run(Order order, Attempt attempt) throws SQLException, InterruptedException {
        var server = Server.of(order, attempt);
        var records = attempt.host().records();
        var target = new Targets(records).find(order);
        var deployment = target.map(Target::deployment).orElse(order.deployment());
        var names = DatabaseNames.of(server.settings().name(), deployment);
        try (var maintenance = server.maintenance()) {
            server.endEarlierSessions(maintenance);
            var swapped = Server.find(maintenance, names.previous()).isPresent();
            var originalContent = new OriginalContent(records, deployment);
            if (swapped) {
                originalContent.markComparisonDue();
            }
            if (swapped) {
                renameBack(server, maintenance, deployment, names, attempt);
            }
            var fromDump = !isOriginal(maintenance, names, target, attempt);
            if (fromDump) {
                new DumpFallback(server, deployment, names, attempt, maintenance)
                        .restore(live(maintenance, names), Server.unusedName(maintenance, names.bad()));
            }
            var live = live(maintenance, names);
            if (!live.open()) {
                attempt.checkFence();
                Server.open(maintenance, names.live());
            }
            attempt.checkFence();
            server.drop(maintenance, names.next());
            new SwapRecord.SwapRecordFile(records, deployment).delete();
            if (originalContent.isComparisonDue()) {
                compareContent(server, originalContent, names, attempt);
            }
            attempt.evidence().value("database", names.live()).value("oid", live.oid());
            if (fromDump) {
                return attempt.evidence().done("%s is restored from the verified dump".formatted(names.live()));
            }
            if (swapped) {
                return attempt.evidence().done("%s is the original again".formatted(names.live()));
            }
            return live.open()
                    ? attempt.evidence().alreadySo("%s is the original".formatted(names.live()))
                    : attempt.evidence().done("%s is open again; it was never swapped".formatted(names.live()));
        }
    }

    private static void renameBack(
            Server server, Connection maintenance, String deployment, DatabaseNames names, Attempt attempt)
            throws SQLException, InterruptedException {
        attempt.checkFence();
        server.close(maintenance, names.previous()); // a dump of it may be running
        var live = Server.find(maintenance, names.live());
        if (live.isPresent()) {
            attempt.checkFence();
            server.close(maintenance, names.live());
        }
        var statements = new ArrayList<String>();
        var bad = Server.unusedName(maintenance, names.bad());
        if (live.isPresent()) {
            var original = new RetainedOriginal(attempt.host().records(), deployment, names);
            statements.addAll(original.restoringStatements(maintenance, live.get()));
            statements.addAll(DatabaseProperties.onlyFor(server.settings().user(), maintenance, names.live()));
            statements.add("ALTER DATABASE %s RENAME TO %s"
                    .formatted(SqlStatements.name(names.live()), SqlStatements.name(bad)));
        }
        statements.add("ALTER DATABASE %s RENAME TO %s"
                .formatted(SqlStatements.name(names.previous()), SqlStatements.name(names.live())));
        statements.add("ALTER DATABASE %s ALLOW_CONNECTIONS true".formatted(SqlStatements.name(names.live())));
        attempt.checkFence();
        var started = System.nanoTime();
        Transaction.run(maintenance, statements);
        attempt.evidence().value("milliseconds", (System.nanoTime() - started) / 1_000_000);
        if (live.isPresent()) {
            attempt.evidence().value("retained", bad);
        }
    }

    /** Whether what is live is the original, or restored from its dump; true where none was recorded: that is not known. */
    private static boolean isOriginal(
            Connection maintenance, DatabaseNames names, Optional<Target> target, Attempt attempt) throws SQLException {
        var recorded = target.map(known -> known.parts().get("database")).orElse(null);
        if (recorded == null || target.isEmpty()) {
            return true;
        }
        return new DatabaseIdentity(attempt.host().records(), target.get().deployment())
                .isOriginal(live(maintenance, names), recorded);
    }

    private static Server.DatabaseState live(Connection maintenance, DatabaseNames names) throws SQLException {
        return Server.find(maintenance, names.live())
                .orElseThrow(() -> new ActionFailed(
                        "OriginalGone",
                        "neither %s nor %s exists".formatted(names.live(), names.previous()),
                        "Find the original among the server's databases and rename it to %s."
                                .formatted(names.previous()),
                        false));
    }

    /** The original was closed all the time; where its content was hashed then, it is hashed again. */
    private static void compareContent(
            Server server, OriginalContent originalContent, DatabaseNames names, Attempt attempt)
            throws SQLException, InterruptedException {
        var before = originalContent.read();
        if (before.isEmpty()) {
            originalContent.markCompared();
            return;
        }
        try (var connection = server.live()) {
            var now = server.content(connection);
            originalContent.markCompared();
            attempt.evidence().value("contentBefore", before.get().sha256()).value("contentAfter", now.sha256());
            if (!now.equals(before.get())) {
                throw new ActionFailed(
                        "ContentDiffers",
                        "%s is the original again, but not as it was closed: %s"
                                .formatted(names.live(), before.get().difference(now)),
                        "It was written to: find out by whom. RETRY accepts it as it is.",
                        false);
            }
        }
    }
}
