package norn.database.mariadb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.files.AtomicFiles;
import norn.files.LenientJson;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges the tables of a database for those of one that was restored beside it, all by one statement: at no moment is a table missing, or
 * half of them old. What served is retained in a database of its own. Killed at any place and run again, it goes on from there.
 */
public final class TableExchange {
    private static final String TABLES =
            "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_TYPE <> 'VIEW' ORDER BY"
                    + " 1";

    private final MariadbServer server;
    private final String live;
    private final String beside;
    private final String aside;
    private final Path record;
    private final Attempt attempt;

    /**
     * An exchange.
     *
     * @param beside the name of the database that is restored
     * @param aside the name for the one that gets what served; where that is taken, a longer one
     * @param record where it is noted how far it came
     */
    public TableExchange(MariadbServer server, String beside, String aside, Path record, Attempt attempt) {
        this.server = server;
        this.live = server.settings().database();
        this.beside = beside;
        this.aside = aside;
        this.record = record;
        this.attempt = attempt;
    }

    /** Restores the backup into the database of that name, and compares it. */
    public interface Restore {
        /** Does it, whatever is there. */
        void into(String database) throws InterruptedException;
    }

    /**
     * That the backup is restored beside, and compared.
     *
     * @param schemaSha256 of all that is defined in it
     * @param definitions what no exchange of tables moves: views, routines, triggers
     * @param served all that was defined in what served, before a trigger of it was dropped; null: an earlier Norn did not note it
     */
    record RestoredBeside(
            String backup,
            String aside,
            String schemaSha256,
            List<MariadbSchema.Definition> definitions,
            @Nullable String served) {}

    /** Whether one was begun and not finished. */
    public boolean isUnfinished() {
        return LenientJson.read(record, RestoredBeside.class).isPresent();
    }

    /**
     * Brings the backup back.
     *
     * @param finish what else is to be done in the database once its tables are back, such as defining its events; done again after a kill
     * @return the database that has what served before
     */
    public String run(String backup, Restore restore, Restore finish) throws InterruptedException {
        try (var session = server.maintenance()) {
            var restored = restoredBeside(session, backup, restore);
            if (!tables(session, beside).isEmpty()) {
                exchange(session, restored);
            }
            attempt.checkFence();
            define(session, restored.definitions());
            finish.into(live);
            requireAsBeside(session, restored);
            attempt.checkFence();
            MariadbServer.drop(session, beside);
            attempt.checkFence();
            AtomicFiles.delete(record);
            return restored.aside();
        }
    }

    private void requireAsBeside(MariadbSession session, RestoredBeside restored) {
        if (!MariadbSchema.of(session, live, false).sha256().equals(restored.schemaSha256())) {
            throw new ActionFailed(
                    "StoreNotBack",
                    "%s: its tables are those of the backup, and what is defined in it is not".formatted(live),
                    "Compare it with %s/%s; RETRY defines it again.".formatted(restored.backup(), MariadbDump.SCHEMA),
                    true);
        }
    }

    private RestoredBeside restoredBeside(MariadbSession session, String backup, Restore restore)
            throws InterruptedException {
        var earlier = LenientJson.read(record, RestoredBeside.class)
                .filter(found -> found.backup().equals(backup))
                .filter(found -> !tables(session, beside).isEmpty()
                        || !tables(session, found.aside()).isEmpty());
        if (earlier.isPresent()) {
            return earlier.get();
        }
        attempt.checkFence();
        restore.into(beside);
        attempt.checkFence();
        var restored = new RestoredBeside(
                backup,
                unused(session),
                MariadbSchema.of(session, beside, false).sha256(),
                MariadbSchema.definitions(session, beside),
                MariadbSchema.of(session, live, true).text());
        LenientJson.write(record, restored);
        return restored;
    }

    private void exchange(MariadbSession session, RestoredBeside restored) {
        var to = restored.aside();
        if (!MariadbServer.exists(session, to)) {
            server.create(session, to);
        }
        attempt.evidence()
                .artifact(
                        attempt.evidenceFolder(),
                        "set-aside-%s.sql".formatted(live),
                        restored.served() == null
                                ? MariadbSchema.of(session, live, true).text()
                                : restored.served());
        attempt.checkFence();
        for (var database : List.of(live, beside)) { // no table with a trigger moves
            for (var trigger : MariadbSchema.names(session, "TRIGGER_NAME", "TRIGGERS", "TRIGGER_SCHEMA", database)) {
                session.run("DROP TRIGGER IF EXISTS " + MariadbSession.name(database, trigger));
            }
        }
        attempt.checkFence();
        var renames = new ArrayList<String>();
        tables(session, live).forEach(table -> renames.add(rename(live, to, table)));
        tables(session, beside).forEach(table -> renames.add(rename(beside, live, table)));
        session.run("RENAME TABLE " + String.join(", ", renames));
    }

    /** Views, routines and triggers are those of the backup; what only the one that served had goes. */
    private void define(MariadbSession session, List<MariadbSchema.Definition> definitions) {
        session.run("USE " + MariadbSession.name(live));
        for (var present : MariadbSchema.definitions(session, live)) {
            session.run("DROP %s IF EXISTS %s".formatted(present.kind(), MariadbSession.name(live, present.name())));
        }
        for (var event : MariadbSchema.names(session, "EVENT_NAME", "EVENTS", "EVENT_SCHEMA", live)) {
            session.run("DROP EVENT IF EXISTS " + MariadbSession.name(live, event));
        }
        var open = new ArrayList<>(definitions);
        while (!open.isEmpty()) { // one may need another that comes later
            var failed = create(session, open);
            if (failed.isPresent()) {
                throw failed.get();
            }
        }
        session.run("SET SESSION sql_mode = ''");
        session.run("SET NAMES utf8mb4");
    }

    /** Creates what can be created, and takes it from the list; the failure where none could. */
    private static Optional<ActionFailed> create(MariadbSession session, List<MariadbSchema.Definition> open) {
        var before = open.size();
        var failures = new ArrayList<ActionFailed>();
        open.removeIf(definition -> {
            try {
                session.run("SET SESSION sql_mode = '%s'".formatted(definition.sqlMode()));
                if (definition.client().startsWith("utf8")) { // else what is sent would be read as what it is not
                    session.run("SET character_set_client = " + definition.client());
                }
                session.run("SET collation_connection = " + definition.collation());
                session.run(definition.sql());
                return true;
            } catch (ActionFailed refused) {
                failures.add(refused);
                return false;
            }
        });
        return open.size() < before ? Optional.empty() : Optional.of(failures.get(0));
    }

    private String unused(MariadbSession session) {
        var name = aside;
        for (var number = 2; MariadbServer.exists(session, name); number++) {
            name = "%s_%d".formatted(aside, number);
        }
        return name;
    }

    private static String rename(String from, String to, String table) {
        return "%s TO %s".formatted(MariadbSession.name(from, table), MariadbSession.name(to, table));
    }

    private static List<String> tables(MariadbSession session, String database) {
        return session.list(TABLES, row -> row.getString(1), database);
    }
}
