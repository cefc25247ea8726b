package norn.action.database;

import java.sql.Connection;
import java.sql.SQLException;
import norn.action.ActionFailed;
import norn.action.Attempt;

/**
 * Proves a dump: the bytes read back are those that were written, and restored into a scratch database they give the schema,
 * the rows and the contents that the database had. Nothing less does: of damaged dumps {@code pg_restore -l} finds none.
 */
final class Proof {
    private final Server server;
    private final Restoring restoring;

    Proof(Server server, Attempt attempt, PostgresTools tools) {
        this.server = server;
        this.restoring = new Restoring(server, attempt, tools);
    }

    /**
     * Proves it.
     *
     * @throws ActionFailed {@code BackupNotProven} saying what differs
     */
    void of(Backup backup, Connection maintenance) throws SQLException, InterruptedException {
        var scratch = server.names().check(backup.of());
        server.drop(maintenance, scratch);
        try {
            restoring.into(scratch, backup, maintenance);
        } finally {
            server.drop(maintenance, scratch);
        }
    }
}
