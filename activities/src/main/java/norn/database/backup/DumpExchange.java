package norn.database.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import norn.action.Attempt;
import norn.database.postgres.DatabaseProperties;
import norn.database.postgres.PostgresTools;
import norn.database.postgres.Server;
import norn.database.postgres.SqlStatements;
import norn.database.postgres.Transaction;

/** Restores a dump beside the database that serves, and exchanges the two by renames in one transaction. */
public final class DumpExchange {
    private final Server server;
    private final Attempt attempt;
    private final Connection maintenance;

    /** Exchanges on that server. */
    public DumpExchange(Server server, Attempt attempt, Connection maintenance) {
        this.server = server;
        this.attempt = attempt;
        this.maintenance = maintenance;
    }

    /**
     * Restores the dump into a database of that name, whatever an earlier try left there, compares it, and gives it owner, rights and
     * settings of the one that serves.
     */
    public Server.DatabaseState restoreBeside(Backup backup, Server.DatabaseState live, String beside)
            throws SQLException, InterruptedException {
        var tools = PostgresTools.fitting(
                Server.major(maintenance), server.settings().tools());
        attempt.checkFence();
        server.drop(maintenance, beside);
        new DumpRestorer(server, attempt, tools).restoreInto(beside, backup, maintenance);
        attempt.checkFence();
        for (var statement : DatabaseProperties.statements(maintenance, live, beside)) {
            SqlStatements.run(maintenance, statement);
        }
        return Server.find(maintenance, beside).orElseThrow();
    }

    /** Puts it into service; what was live is retained under the name {@code aside}, for Norn's role alone. */
    public void exchange(Server.DatabaseState live, String beside, String aside)
            throws SQLException, InterruptedException {
        attempt.checkFence();
        server.close(maintenance, beside);
        server.close(maintenance, live.name());
        attempt.checkFence();
        var name = SqlStatements.name(live.name());
        var statements = new ArrayList<String>();
        statements.addAll(DatabaseProperties.onlyFor(server.settings().user(), maintenance, live.name()));
        statements.add("ALTER DATABASE %s RENAME TO %s".formatted(name, SqlStatements.name(aside)));
        statements.add("ALTER DATABASE %s RENAME TO %s".formatted(SqlStatements.name(beside), name));
        statements.add("COMMENT ON DATABASE %s IS %s"
                .formatted(name, SqlStatements.text(live.comment().orElse(null))));
        statements.add("ALTER DATABASE %s ALLOW_CONNECTIONS true".formatted(name));
        Transaction.run(maintenance, statements);
    }
}
