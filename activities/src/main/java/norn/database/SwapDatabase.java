package norn.database;

import java.sql.Connection;
import java.sql.SQLException;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.database.migration.CopyStage;
import norn.database.postgres.DatabaseNames;
import norn.database.postgres.Server;
import norn.database.postgres.SqlStatements;
import norn.database.postgres.Transaction;
import norn.plan.Order;
import norn.state.Evidence;

/** Puts the migrated copy into service: two renames in one transaction, whatever the size. The original is retained, closed. */
final class SwapDatabase {
    Evidence run(Order order, Attempt attempt) throws SQLException, InterruptedException {
        var server = Server.of(order, attempt);
        var names = server.names();
        try (var maintenance = server.maintenance()) {
            server.endEarlierSessions(maintenance);
            var migrationCopy = new MigrationCopy(server, order, attempt, maintenance);
            if (migrationCopy.isSwapped()) {
                recordSwap(server, order, attempt);
                return attempt.evidence()
                        .value("retained", names.previous())
                        .alreadySo("the migrated copy is %s, the original is retained as %s"
                                .formatted(names.live(), names.previous()));
            }
            requireMigrated(migrationCopy, names);
            attempt.checkFence();
            server.close(maintenance, names.next());
            attempt.checkFence();
            var started = System.nanoTime();
            swap(maintenance, names);
            attempt.evidence().value("milliseconds", (System.nanoTime() - started) / 1_000_000);
            attempt.checkFence();
            if (!migrationCopy.isSwapped()) {
                throw new ActionFailed(
                        "NotSwapped",
                        "the renames did not take effect",
                        "Check which databases exist, then RETRY.",
                        true);
            }
            recordSwap(server, order, attempt);
            return attempt.evidence()
                    .value("retained", names.previous())
                    .done("the migrated copy is %s now, the original is retained as %s"
                            .formatted(names.live(), names.previous()));
        }
    }

    private static void requireMigrated(MigrationCopy migrationCopy, DatabaseNames names) throws SQLException {
        var copyStage = migrationCopy.stage();
        if (copyStage.isPresent() && copyStage.get() == CopyStage.MIGRATED) {
            return;
        }
        throw new ActionFailed(
                "NotMigrated",
                copyStage.isPresent()
                        ? "%s is %s, not migrated"
                                .formatted(names.next(), copyStage.get().name())
                        : "%s is no copy of %s as it is now: it does not exist, or %2$s was opened since"
                                .formatted(names.next(), names.live()),
                "Copy and migrate the database first.",
                false);
    }

    /** Everything in one transaction: at no instant is there no database of the live name, or one that is closed. */
    private static void swap(Connection maintenance, DatabaseNames names) throws SQLException {
        var comment = Server.find(maintenance, names.live())
                .flatMap(Server.DatabaseState::comment)
                .orElse(null);
        var live = SqlStatements.name(names.live());
        Transaction.run(
                maintenance,
                "ALTER DATABASE %s RENAME TO %s".formatted(live, SqlStatements.name(names.previous())),
                "ALTER DATABASE %s RENAME TO %s".formatted(SqlStatements.name(names.next()), live),
                "COMMENT ON DATABASE %s IS %s".formatted(live, SqlStatements.text(comment)),
                "ALTER DATABASE %s ALLOW_CONNECTIONS true".formatted(live));
    }

    /** Records when, and how much the migrations had written, so that a rollback can tell what was written since. */
    private static void recordSwap(Server server, Order order, Attempt attempt) throws SQLException {
        var file = new SwapRecord.SwapRecordFile(attempt.host().records(), order.deployment());
        if (file.read().isPresent()) {
            return;
        }
        try (var live = server.live()) {
            file.write(SwapRecord.of(live, attempt.clock().instant()));
        }
    }
}
