package norn.action.database;

import java.sql.Connection;
import java.sql.SQLException;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.journal.Evidence;
import norn.plan.Order;

/** Puts the migrated copy into service: two renames in one transaction, whatever the size. The original is kept, closed. */
final class SwapDatabase {
    Evidence run(Order order, Attempt attempt) throws SQLException, InterruptedException {
        var server = Server.of(order, attempt);
        var names = server.names();
        try (var maintenance = server.maintenance()) {
            server.endEarlier(maintenance);
            var copying = new Copying(server, order, attempt, maintenance);
            if (copying.isSwapped()) {
                noteSwap(server, order, attempt);
                return attempt.evidence()
                        .value("kept", names.previous())
                        .alreadySo("the migrated copy is %s, the original is kept as %s"
                                .formatted(names.live(), names.previous()));
            }
            requireMigrated(copying, names);
            attempt.checkFence();
            server.close(maintenance, names.next());
            attempt.checkFence();
            var started = System.nanoTime();
            swap(maintenance, names);
            attempt.evidence().value("milliseconds", (System.nanoTime() - started) / 1_000_000);
            attempt.checkFence();
            if (!copying.isSwapped())
                throw new ActionFailed(
                        "NotSwapped",
                        "the renames did not take effect",
                        "Look which databases there are, then RETRY.",
                        true);
            noteSwap(server, order, attempt);
            return attempt.evidence()
                    .value("kept", names.previous())
                    .done("the migrated copy is %s now, the original is kept as %s"
                            .formatted(names.live(), names.previous()));
        }
    }

    private static void requireMigrated(Copying copying, DatabaseNames names) throws SQLException {
        var stage = copying.present();
        if (stage.isPresent() && stage.get() == Stage.MIGRATED) return;
        throw new ActionFailed(
                "NotMigrated",
                stage.isPresent()
                        ? "%s is %s, not migrated"
                                .formatted(names.next(), stage.get().name())
                        : "%s is no copy of %s as it is now: none is there, or somebody was let in since"
                                .formatted(names.next(), names.live()),
                "Copy and migrate the database first.",
                false);
    }

    /** Everything in one transaction: at no instant is there no database of the live name, or one that nobody may enter. */
    private static void swap(Connection maintenance, DatabaseNames names) throws SQLException {
        var comment = Server.find(maintenance, names.live())
                .flatMap(Server.Database::comment)
                .orElse(null);
        var live = Sql.name(names.live());
        Transaction.run(
                maintenance,
                "ALTER DATABASE %s RENAME TO %s".formatted(live, Sql.name(names.previous())),
                "ALTER DATABASE %s RENAME TO %s".formatted(Sql.name(names.next()), live),
                "COMMENT ON DATABASE %s IS %s".formatted(live, Sql.text(comment)),
                "ALTER DATABASE %s ALLOW_CONNECTIONS true".formatted(live));
    }

    /** Notes when, and how much the migrations had written, so that a rollback can say what was written since. */
    private static void noteSwap(Server server, Order order, Attempt attempt) throws SQLException {
        var notes = new SwapNote.File(attempt.hands().records(), order.deployment());
        if (notes.read().isPresent()) return;
        try (var live = server.live()) {
            notes.write(new SwapNote(attempt.clock().instant().toString(), SwapNote.rowsWritten(live)));
        }
    }
}
