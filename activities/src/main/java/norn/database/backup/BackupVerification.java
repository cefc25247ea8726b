package norn.database.backup;

import java.sql.Connection;
import java.sql.SQLException;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.database.postgres.PostgresTools;
import norn.database.postgres.Server;

/**
 * Verifies a dump: the bytes read back are those that were written, and restored into a scratch database they give the schema,
 * the rows and the contents that the database had. Nothing less will do: of damaged dumps {@code pg_restore -l} finds none.
 */
public final class BackupVerification {
    private final Server server;
    private final DumpRestorer restorer;

    /** Verification on that server. */
    public BackupVerification(Server server, Attempt attempt, PostgresTools tools) {
        this.server = server;
        this.restorer = new DumpRestorer(server, attempt, tools);
    }

    /**
     * Verifies it.
     *
     * @throws ActionFailed {@code BackupNotVerified} saying what differs
     */
    public void verify(Backup backup, Connection maintenance) throws SQLException, InterruptedException {
        var scratch = server.names().check(backup.of());
        server.drop(maintenance, scratch);
        try {
            restorer.restoreInto(scratch, backup, maintenance);
        } finally {
            server.drop(maintenance, scratch);
        }
    }
}
