package norn.database.backup;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.database.postgres.DatabaseContent;
import norn.database.postgres.PostgresTools;
import norn.database.postgres.Server;
import norn.database.postgres.SqlStatements;
import norn.database.postgres.Volume;
import norn.exec.Commands;
import norn.exec.Invocation;
import norn.files.Sha256;
import norn.plan.ShortText;

/** Restores a dump into a database of its own, and compares that with what was recorded when the dump was taken. */
public final class DumpRestorer {
    private final Server server;
    private final Attempt attempt;
    private final PostgresTools tools;

    /** Restores on that server. */
    public DumpRestorer(Server server, Attempt attempt, PostgresTools tools) {
        this.server = server;
        this.attempt = attempt;
        this.tools = tools;
    }

    /**
     * Restores it into a new database of that name, which only Norn's role may enter.
     *
     * @throws ActionFailed {@code BackupNotVerified} saying what differs; the database is left for the caller to drop
     */
    public void restoreInto(String database, Backup backup, Connection maintenance)
            throws SQLException, InterruptedException {
        checkBytes(backup);
        create(maintenance, database, backup);
        restore(backup, database);
        compare(backup, database);
    }

    private void checkBytes(Backup backup) {
        if (!Files.isRegularFile(backup.path())) {
            throw notVerified(backup, "the file is gone");
        }
        var now = Sha256.of(backup.path());
        if (!now.equals(backup.sha256())) {
            throw notVerified(backup, "written with SHA-256 %s, read back with %s".formatted(backup.sha256(), now));
        }
    }

    /** Like the original in encoding and sorting, so that the same rows are the same. */
    private void create(Connection maintenance, String database, Backup backup)
            throws SQLException, InterruptedException {
        Volume.ofServer(maintenance)
                .ifPresent(volume -> volume.require(
                        backup.sizeBytes() * 2, "a restore of " + backup.path().getFileName()));
        var like = SqlStatements.first(
                        maintenance,
                        """
                        SELECT pg_encoding_to_char(encoding), datcollate, datctype, to_jsonb(d) ->> 'datlocprovider',
                               coalesce(to_jsonb(d) ->> 'daticulocale', to_jsonb(d) ->> 'datlocale')
                        FROM pg_database d WHERE datname = ?""",
                        row -> new String[] {
                            row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5)
                        },
                        server.settings().name())
                .orElseThrow(() -> new ActionFailed(
                        "DatabaseMissing",
                        server.settings().name() + ": does not exist on the server",
                        "Check which databases exist.",
                        false));
        var sql = "CREATE DATABASE %s TEMPLATE template0 OWNER %s ENCODING %s LC_COLLATE %s LC_CTYPE %s%s"
                .formatted(
                        SqlStatements.name(database),
                        SqlStatements.name(server.settings().owner()),
                        SqlStatements.text(like[0]),
                        SqlStatements.text(like[1]),
                        SqlStatements.text(like[2]),
                        "i".equals(like[3]) ? " LOCALE_PROVIDER icu ICU_LOCALE " + SqlStatements.text(like[4]) : "");
        server.takingLong("creating " + database, maintenance, () -> {
            SqlStatements.run(maintenance, sql);
            return database;
        });
        SqlStatements.run(maintenance, "REVOKE ALL ON DATABASE %s FROM PUBLIC".formatted(SqlStatements.name(database)));
    }

    private void restore(Backup backup, String database) throws InterruptedException {
        var arguments = new ArrayList<>(
                List.of(tools.restore().toString(), "--exit-on-error", "--no-password", "--jobs=2", "--format=custom"));
        arguments.addAll(DumpWriter.connection(server));
        arguments.add("--dbname=" + DumpWriter.database(database));
        arguments.add(backup.path().toString());
        try (var watch = server.watch()) {
            var ended = new Commands(watch.over(attempt))
                    .run(Invocation.of("pg_restore", arguments)
                            .withEnvironment(DumpWriter.environment(server, attempt))
                            .withNiceness(5));
            if (ended.exitCode() != 0) {
                throw notVerified(
                        backup, "it cannot be restored: %s. Read %s".formatted(ended.ending(), ended.failureLog()));
            }
        }
    }

    private void compare(Backup backup, String database) throws SQLException, InterruptedException {
        var schema = SchemaText.of(tools, server, attempt, "schema-of-restored", database, null);
        if (!schema.sha256().equals(backup.schemaSha256())) {
            throw notVerified(backup, "restored, its schema differs");
        }
        try (var connection = server.connect(database)) {
            var difference = backup.content()
                    .differenceAfterRestore(
                            server.content(connection), backup.of().equals("live"));
            difference.keySet().removeAll(DatabaseContent.views(connection));
            if (!difference.isEmpty()) {
                throw notVerified(backup, "restored, its content differs: " + difference);
            }
        }
    }

    private static ActionFailed notVerified(Backup backup, String why) {
        return new ActionFailed(
                "BackupNotVerified",
                "%s is no backup: %s".formatted(backup.path().getFileName(), ShortText.of(why, 1_000)),
                "RETRY takes and verifies a new one.",
                false);
    }
}
