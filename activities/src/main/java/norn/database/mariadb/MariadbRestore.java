package norn.database.mariadb;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.ForeignText;
import norn.exec.Commands;
import norn.exec.Invocation;
import norn.plan.Count;
import norn.plan.ShortText;

/** Restores a dump into a database of its own, and compares that with what was found when the dump was taken. */
public final class MariadbRestore {
    private final MariadbServer server;
    private final MariadbTools tools;
    private final Attempt attempt;
    private final String name;

    /** Restores of the store of that name. */
    public MariadbRestore(String name, MariadbServer server, Attempt attempt) {
        this.name = name;
        this.server = server;
        this.attempt = attempt;
        this.tools = MariadbTools.of(server.settings());
    }

    /** What must come out of it. */
    public record Expected(String schemaSha256, TableContents contents, List<String> changing) {}

    /**
     * Restores the dump in that folder into a new database of that name, without its events, and compares.
     *
     * @param scratch the name for another one, where schemas have to be compared by a second restore; it is dropped again
     * @throws ActionFailed {@code BackupNotVerified} saying what differs; the database is left for the caller to drop
     */
    public void restoreInto(String database, String scratch, Path folder, Expected expected)
            throws InterruptedException {
        new Commands(attempt).endEarlierRuns("restore-" + name);
        try (var session = server.maintenance()) {
            fill(session, database, folder.resolve(MariadbDump.DATA));
            var schema = MariadbSchema.of(session, database, false);
            if (!schema.sha256().equals(expected.schemaSha256())) {
                compareRestored(session, scratch, folder, schema);
            }
            compare(session, database, expected);
        }
    }

    /** Defines the events of the dump in that folder, in place of those of the same names. */
    public void events(String database, Path folder) throws InterruptedException {
        run("restore-events-" + name, database, folder.resolve(MariadbDump.EVENTS));
    }

    private void compare(MariadbSession session, String database, Expected expected) throws InterruptedException {
        var restored = TableContents.read(
                server, session, database, expected.contents().tables().keySet(), attempt);
        var difference = expected.contents().difference(restored);
        difference.keySet().removeAll(expected.changing());
        if (!difference.isEmpty()) {
            throw notVerified(name, "restored, its content differs: " + difference);
        }
    }

    /** Drops what an earlier try left of that name, and restores the file into it. */
    private void fill(MariadbSession session, String database, Path file) throws InterruptedException {
        MariadbServer.drop(session, database);
        server.create(session, database);
        run("restore-" + name, database, file);
    }

    private void run(String command, String database, Path file) throws InterruptedException {
        if (!Files.isRegularFile(file)) {
            throw notVerified(name, "%s is gone".formatted(file));
        }
        var arguments = new ArrayList<>(List.of(tools.client().toString(), "--no-defaults"));
        arguments.addAll(server.arguments());
        arguments.addAll(List.of("--batch", "--max-allowed-packet=1G", database));
        try (var watch = server.watch()) {
            var ended = new Commands(watch.over(attempt))
                    .run(Invocation.of(command, arguments)
                            .withEnvironment(server.variables())
                            .withInput(file)
                            .withNiceness(5));
            if (ended.exitCode() != 0) {
                throw MariadbToolFailure.of(
                        "BackupNotVerified",
                        "%s: the dump is no backup that Norn could use: it cannot be restored".formatted(name),
                        ended);
            }
        }
    }

    /** A restore may print some definitions otherwise. So the original's, dumped alone, are restored as well, and both results compared. */
    private void compareRestored(MariadbSession session, String scratch, Path folder, MariadbSchema schema)
            throws InterruptedException {
        try {
            fill(session, scratch, folder.resolve(MariadbDump.SCHEMA));
            var original = MariadbSchema.of(session, scratch, false);
            var difference = original.difference(schema);
            if (!original.equals(schema)) {
                throw notVerified(
                        name,
                        "restored, its schema differs in %s. %s"
                                .formatted(
                                        difference.isEmpty()
                                                ? "the order of its lines"
                                                : Count.of(difference.size(), "line"),
                                        ForeignText.save(
                                                attempt, "schema-difference-" + name, String.join("\n", difference))));
            }
        } finally {
            MariadbServer.drop(session, scratch);
        }
    }

    private static ActionFailed notVerified(String name, String why) {
        return new ActionFailed(
                "BackupNotVerified",
                "%s: the dump is no backup: %s".formatted(name, ShortText.of(why, 1_000)),
                "Take a new one: RETRY of back-up-stores does. Where that one is none either, look at what differs.",
                false);
    }
}
