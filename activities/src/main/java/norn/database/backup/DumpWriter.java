package norn.database.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.action.Attempt;
import norn.database.postgres.PostgresAddress;
import norn.database.postgres.PostgresTools;
import norn.database.postgres.Server;
import norn.database.postgres.SqlStatements;
import norn.exec.Commands;
import norn.exec.Invocation;
import norn.files.AtomicFiles;
import norn.files.NamedFileOutput;
import norn.files.Sha256;
import norn.plan.Order;

/** Takes a dump, and records what is in the database as of the dump's own snapshot. */
public final class DumpWriter {
    private final Server server;
    private final Order order;
    private final Attempt attempt;
    private final PostgresTools tools;

    /** Dumps from that server. */
    public DumpWriter(Server server, Order order, Attempt attempt, PostgresTools tools) {
        this.server = server;
        this.order = order;
        this.attempt = attempt;
        this.tools = tools;
    }

    /** Dumps the database into {@code file}, which exists once it is complete. */
    public Backup take(String database, String of, Path file) throws SQLException, InterruptedException {
        var partial = file.resolveSibling(file.getFileName() + ".part");
        try (var connection = server.connect(database)) {
            connection.setAutoCommit(false);
            SqlStatements.run(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
            var snapshot = SqlStatements.text(connection, "SELECT pg_export_snapshot()")
                    .orElseThrow();
            var takenAt = attempt.clock().instant().toString();
            var sha256 = dump(connection, database, snapshot, partial, List.of());
            var schemaDump = Backup.schemaDumpOf(file);
            var partialSchema = schemaDump.resolveSibling(schemaDump.getFileName() + ".part");
            dump(connection, database, snapshot, partialSchema, List.of("--schema-only"));
            var schema = SchemaText.of(tools, server, attempt, "schema-of-" + of, database, snapshot);
            var content = server.content(connection);
            var version = connection.getMetaData().getDatabaseProductVersion();
            connection.rollback();
            AtomicFiles.move(partialSchema, schemaDump);
            AtomicFiles.move(partial, file);
            return new Backup(
                    file.toString(),
                    sha256,
                    size(file),
                    database,
                    of,
                    order.deployment(),
                    takenAt,
                    version,
                    tools.version(),
                    schema.sha256(),
                    content,
                    false);
        }
    }

    private String dump(Connection connection, String database, String snapshot, Path partial, List<String> more)
            throws SQLException, InterruptedException {
        AtomicFiles.delete(partial);
        var arguments = arguments(database, snapshot);
        arguments.addAll(more);
        var command = Invocation.of("pg_dump", arguments).withEnvironment(environment(server, attempt));
        var digest = Sha256.digest();
        try (var file = new NamedFileOutput(partial, Files.newOutputStream(created(partial)));
                var out = new DigestOutputStream(file, digest);
                var watch = server.watch()) {
            var ended = new Commands(watch.over(attempt)).run(command, out);
            if (ended.exitCode() != 0) {
                throw ToolFailure.failed("DumpFailed", "%s cannot be dumped".formatted(database), ended);
            }
            connection.isValid(5);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + partial, failure);
        }
        sync(partial);
        return Sha256.hex(digest.digest());
    }

    private List<String> arguments(String database, String snapshot) {
        var arguments = new ArrayList<>(
                List.of(tools.dump().toString(), "--format=custom", "--no-password", "--snapshot=" + snapshot));
        if (tools.major() >= 16 && supportsZstd()) {
            arguments.add("--compress=zstd:3");
        }
        arguments.addAll(connection(server));
        arguments.add("--dbname=" + database(database));
        return arguments;
    }

    /** A build without zstd says so at once. */
    private boolean supportsZstd() {
        try {
            return !new Commands(attempt)
                    .run(Invocation.of(
                            "pg_dump-zstd",
                            List.of(tools.dump().toString(), "--compress=zstd", "--file=/dev/null", "--host=/nowhere")))
                    .output()
                    .contains("does not support");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Host, port and user for a PostgreSQL program. */
    static List<String> connection(Server server) {
        var arguments =
                new ArrayList<>(PostgresAddress.of(server.settings().url()).arguments());
        arguments.add("--username=" + server.settings().user());
        return arguments;
    }

    /** A database's name where a connection string might stand: a name with {@code =} in it would be taken for one. */
    static String database(String name) {
        return "dbname='%s'".formatted(name.replace("\\", "\\\\").replace("'", "\\'"));
    }

    /** The password in the environment, which only the same user can read; the session's name beside it. */
    static Map<String, String> environment(Server server, Attempt attempt) {
        var environment = new LinkedHashMap<String, String>();
        var secret = server.settings().passwordSecret();
        if (secret != null) {
            environment.put("PGPASSWORD", attempt.host().secret(secret));
        }
        environment.putAll(PostgresAddress.of(server.settings().url()).variables());
        environment.put("PGAPPNAME", server.sessionName());
        environment.put("PGCONNECT_TIMEOUT", "10");
        environment.put("PGTZ", "UTC");
        environment.put(
                "PGOPTIONS",
                "-c statement_timeout=0 -c lock_timeout=0 -c idle_in_transaction_session_timeout=0 -c"
                        + " default_transaction_read_only=off");
        environment.put("LC_ALL", "C");
        return environment;
    }

    private static Path created(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        return Files.createFile(
                file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static void sync(Path file) {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + file, failure);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
