package norn.database.backup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.ForeignText;
import norn.database.postgres.DatabaseContent;
import norn.database.postgres.PostgresTools;
import norn.database.postgres.Server;
import norn.database.postgres.SqlStatements;
import norn.database.postgres.Volume;
import norn.exec.Commands;
import norn.exec.Invocation;
import norn.files.Sha256;
import norn.plan.Count;
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
        create(maintenance, database, backup.sizeBytes() * 2);
        restore(backup, backup.path(), database);
        compare(backup, database, maintenance);
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
    private void create(Connection maintenance, String database, long sizeBytes)
            throws SQLException, InterruptedException {
        Volume.ofServer(maintenance).ifPresent(volume -> volume.require(sizeBytes, "a restore in " + database));
        var like = SqlStatements.first(
                        maintenance,
                        """
                        SELECT pg_encoding_to_char(encoding), datcollate, datctype, to_jsonb(d) ->> 'datlocprovider',
                               coalesce(to_jsonb(d) ->> 'daticulocale', to_jsonb(d) ->> 'datlocale')
                        FROM pg_database d WHERE datname = ?\
                        """,
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

    private void restore(Backup backup, Path dump, String database) throws InterruptedException {
        var arguments = new ArrayList<>(
                List.of(tools.restore().toString(), "--exit-on-error", "--no-password", "--jobs=2", "--format=custom"));
        arguments.addAll(DumpWriter.connection(server));
        arguments.add("--dbname=" + DumpWriter.database(database));
        arguments.add(dump.toString());
        try (var watch = server.watch()) {
            var ended = new Commands(watch.over(attempt))
                    .run(Invocation.of("pg_restore", arguments)
                            .withEnvironment(DumpWriter.environment(server, attempt))
                            .withNiceness(5));
            if (ended.exitCode() != 0) {
                throw ToolFailure.failed(
                        "BackupNotVerified",
                        "%s is no backup that Norn could use: it cannot be restored"
                                .formatted(backup.path().getFileName()),
                        ended);
            }
        }
    }

    private void compare(Backup backup, String database, Connection maintenance)
            throws SQLException, InterruptedException {
        var schema = SchemaText.of(tools, server, attempt, "schema-of-restored", database, null);
        if (!schema.sha256().equals(backup.schemaSha256())) {
            compareRestored(backup, schema, maintenance);
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

    /**
     * PostgreSQL prints some constraints, views and tables otherwise once they were restored. So the original's schema, dumped alone, is
     * restored as well, and what both are then is compared.
     */
    private void compareRestored(Backup backup, SchemaText schema, Connection maintenance)
            throws SQLException, InterruptedException {
        var schemaDump = Backup.schemaDumpOf(backup.path());
        if (!Files.isRegularFile(schemaDump)) {
            throw notVerified(
                    backup, "restored, its schema differs, and %s is gone".formatted(schemaDump.getFileName()));
        }
        var scratch = server.names().schemaCheck(backup.of());
        server.drop(maintenance, scratch);
        try {
            create(maintenance, scratch, 0);
            restore(backup, schemaDump, scratch);
            var original = SchemaText.of(tools, server, attempt, "schema-of-original-restored", scratch, null);
            var difference = original.difference(schema);
            if (!original.equals(schema)) {
                throw notVerified(
                        backup,
                        "restored, its schema differs in %s. %s"
                                .formatted(
                                        difference.isEmpty()
                                                ? "the order of its lines"
                                                : Count.of(difference.size(), "line"),
                                        ForeignText.save(attempt, "schema-difference", String.join("\n", difference))));
            }
        } finally {
            server.drop(maintenance, scratch);
        }
    }

    private static ActionFailed notVerified(Backup backup, String why) {
        return new ActionFailed(
                "BackupNotVerified",
                "%s is no backup: %s".formatted(backup.path().getFileName(), ShortText.of(why, 1_000)),
                "Take a new one: RETRY of back-up does. Where that one is none either, look at what differs.",
                false);
    }
}
