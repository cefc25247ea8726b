package norn.database.backup;

import java.sql.Connection;
import java.sql.SQLException;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.database.postgres.PostgresTools;
import norn.database.postgres.Server;

/**
 * Proves a dump: the bytes read back are those that were written, and restored into a scratch database they give the schema,
 * the rows and the contents that the database had. Nothing less does: of damaged dumps {@code pg_restore -l} finds none.
 */
public final class BackupVerification {
    private final Server server;
    private final DumpRestorer restoring;

    public BackupVerification(Server server, Attempt attempt, PostgresTools tools) {
        this.server = server;
        this.restoring = new DumpRestorer(server, attempt, tools);
    }

    /**
     * Proves it.
     *
     * @throws ActionFailed {@code BackupNotProven} saying what differs
     */
    public void verify(Backup backup, Connection maintenance) throws SQLException, InterruptedException {
        var scratch = server.names().check(backup.of());
        server.drop(maintenance, scratch);
        try {
            restoring.restoreInto(scratch, backup, maintenance);
        } finally {
            server.drop(maintenance, scratch);
        }
    }
}
