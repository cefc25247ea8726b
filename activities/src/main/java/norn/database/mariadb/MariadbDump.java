package norn.database.mariadb;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.exec.Commands;
import norn.exec.Invocation;
import norn.files.AtomicFiles;
import norn.files.NamedFileOutput;
import org.jspecify.annotations.Nullable;

/**
 * Dumps a database, and finds out what the dump must hold. No server says as of when mariadb-dump has read: so the tables are read as they
 * were just before and just after its snapshot. Those that are equal in both are as in the dump; the others were written in between.
 */
public final class MariadbDump {
    /** Tables, rows, triggers and routines. */
    public static final String DATA = "dump.sql";

    /** The same without rows: what a restored schema is compared with, where the server prints it otherwise than the original's. */
    static final String SCHEMA = "schema.sql";

    /** The events, apart: in a scratch database they would run. */
    public static final String EVENTS = "events.sql";

    private final MariadbServer server;
    private final MariadbTools tools;
    private final Attempt attempt;
    private final String name;

    /** Dumps of the store of that name. */
    public MariadbDump(String name, MariadbServer server, Attempt attempt) {
        this.name = name;
        this.server = server;
        this.attempt = attempt;
        this.tools = MariadbTools.of(server.settings());
    }

    /**
     * What was dumped.
     *
     * @param schemaSha256 of the definitions, without events
     * @param contents of the tables whose rows are in the dump
     * @param changing the tables that were written while the dump began: their rows are in it, and cannot be compared
     */
    public record Taken(
            String tool, String server, String schemaSha256, TableContents contents, List<String> changing) {}

    /** Dumps into that folder. */
    public Taken take(Path folder) throws InterruptedException {
        var database = server.settings().database();
        try (var before = server.snapshot();
                var later = new Later()) {
            var schema = MariadbSchema.of(before, database, false);
            var tables = TableContents.of(before, database).stream()
                    .filter(table -> !server.settings().withoutRows().contains(table.name()))
                    .toList();
            var held = tables.stream()
                    .filter(TableContents.DumpedTable::transactional)
                    .map(TableContents.DumpedTable::name)
                    .toList();
            var others = tables.stream()
                    .filter(table -> !table.transactional())
                    .map(TableContents.DumpedTable::name)
                    .toList();
            var othersBefore = TableContents.read(server, before, database, others, attempt);
            dump("dump-" + name, folder.resolve(DATA), dataArguments(), later::open);
            dump("dump-schema-" + name, folder.resolve(SCHEMA), schemaArguments(), () -> {});
            dump("dump-events-" + name, folder.resolve(EVENTS), eventArguments(), () -> {});
            requireComplete(folder.resolve(DATA));
            var contentsBefore =
                    TableContents.read(server, before, database, held, attempt).with(othersBefore);
            var after = later.session();
            var contentsAfter = TableContents.read(server, after, database, held, attempt)
                    .with(TableContents.read(server, after, database, others, attempt));
            return new Taken(
                    tools.version(),
                    before.text("SELECT VERSION()").orElse(""),
                    schema.sha256(),
                    contentsBefore,
                    List.copyOf(contentsBefore.difference(contentsAfter).keySet()));
        }
    }

    /** The session that sees the database as it was just after the dump's own snapshot. */
    private final class Later implements AutoCloseable {
        private @Nullable MariadbSession session;
        private @Nullable ActionFailed failure;

        /** Called from the thread that takes the dump over. */
        synchronized void open() {
            try {
                session = server.snapshot();
            } catch (ActionFailed refused) {
                failure = refused;
            }
        }

        synchronized MariadbSession session() {
            if (session == null && failure == null) {
                open(); // the dump has no table
            }
            if (session == null) {
                throw failure == null ? new IllegalStateException("neither opened nor refused") : failure;
            }
            return session;
        }

        @Override
        public synchronized void close() {
            if (session != null) {
                session.close();
            }
        }
    }

    private void dump(String command, Path file, List<String> arguments, Runnable begun) throws InterruptedException {
        try (var channel = AtomicFiles.createPrivate(file);
                var out = new BufferedOutputStream(new NamedFileOutput(file, Channels.newOutputStream(channel)));
                var watch = server.watch()) {
            var sink = new SnapshotOutput(out, begun);
            var ended = new Commands(watch.over(attempt))
                    .run(Invocation.of(command, arguments).withEnvironment(server.variables()), sink);
            if (ended.exitCode() != 0) {
                throw MariadbToolFailure.of(
                        "DumpFailed",
                        "%s: %s cannot be dumped"
                                .formatted(name, server.settings().database()),
                        ended);
            }
            out.flush();
            channel.force(true);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + file, failure);
        }
    }

    private List<String> dataArguments() {
        var database = server.settings().database();
        return arguments(Stream.concat(
                Stream.of("--routines", "--triggers", "--skip-events", "--hex-blob"),
                server.settings().withoutRows().stream()
                        .map(table -> "--ignore-table-data=%s.%s".formatted(database, table))));
    }

    private List<String> schemaArguments() {
        return arguments(Stream.of("--routines", "--triggers", "--skip-events", "--no-data"));
    }

    private List<String> eventArguments() {
        return arguments(Stream.of("--events", "--no-create-info", "--no-data", "--skip-triggers"));
    }

    private List<String> arguments(Stream<String> what) {
        var arguments = new ArrayList<>(List.of(tools.dump().toString(), "--no-defaults"));
        arguments.addAll(server.arguments());
        arguments.addAll(
                List.of("--single-transaction", "--quick", "--no-tablespaces", "--max-allowed-packet=1G", "--tz-utc"));
        what.forEach(arguments::add);
        arguments.add(server.settings().database());
        return arguments;
    }

    /** Its last line says so. */
    private void requireComplete(Path file) {
        try (var in = Files.newByteChannel(file)) {
            var size = in.size();
            in.position(Math.max(0, size - 200));
            var end = new String(Channels.newInputStream(in).readAllBytes(), StandardCharsets.UTF_8);
            if (!end.contains("-- Dump completed")) {
                throw new ActionFailed(
                        "DumpFailed",
                        "%s: the dump ends in the middle, although mariadb-dump exited with 0".formatted(name),
                        "Look at %s, and at the server's log, then RETRY.".formatted(file),
                        true);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }
}
