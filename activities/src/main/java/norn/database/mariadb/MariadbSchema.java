package norn.database.mariadb;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import norn.action.ActionFailed;
import norn.files.Sha256;

/**
 * What is defined in a database: its tables, views, sequences, triggers, routines and events, each as the server would create it again,
 * without what changes as rows come and go.
 */
public record MariadbSchema(String text) {
    private static final Pattern COUNTER = Pattern.compile(" AUTO_INCREMENT=\\d+");

    private static final List<String> ROUTINES = List.of("FUNCTION", "PACKAGE", "PACKAGE BODY", "PROCEDURE");

    /** That of the database; without its events where a scratch database has none, since they would run in it. */
    public static MariadbSchema of(MariadbSession session, String database, boolean withEvents) {
        session.run("USE " + MariadbSession.name(database)); // names in it are printed without it then
        var lines = new ArrayList<String>();
        session.list(
                        "SELECT DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA"
                                + " WHERE SCHEMA_NAME = ?",
                        row -> "DATABASE %s %s".formatted(row.getString(1), row.getString(2)),
                        database)
                .forEach(lines::add);
        for (var table : names(session, "TABLE_NAME", "TABLES", "TABLE_SCHEMA", database)) {
            lines.add(COUNTER.matcher(created(session, "TABLE", database, table, 2))
                    .replaceAll(""));
        }
        for (var trigger : names(session, "TRIGGER_NAME", "TRIGGERS", "TRIGGER_SCHEMA", database)) {
            lines.add(created(session, "TRIGGER", database, trigger, 3));
        }
        for (var kind : ROUTINES) {
            for (var routine : routines(session, kind, database)) {
                lines.add(created(session, kind, database, routine, 3));
            }
        }
        if (withEvents) {
            for (var event : names(session, "EVENT_NAME", "EVENTS", "EVENT_SCHEMA", database)) {
                lines.add(created(session, "EVENT", database, event, 4));
            }
        }
        return new MariadbSchema(lines.stream()
                .map(line -> line.replace(MariadbSession.name(database) + ".", ""))
                .collect(Collectors.joining("\n")));
    }

    /**
     * What is defined beside tables: a view, a routine or a trigger.
     *
     * @param kind as SQL calls it
     * @param sqlMode the mode in which it was defined, and is to be again; the same for
     * @param client the client's character set, and
     * @param collation the connection's collation
     */
    record Definition(String kind, String name, String sqlMode, String client, String collation, String sql) {}

    /** The routines, views and triggers of that database, in an order in which they can mostly be created; names in it are printed without it. */
    static List<Definition> definitions(MariadbSession session, String database) {
        session.run("USE " + MariadbSession.name(database));
        var definitions = new ArrayList<Definition>();
        for (var kind : ROUTINES) {
            for (var name : routines(session, kind, database)) {
                definitions.add(definition(session, kind, database, name, 3));
            }
        }
        for (var name : names(session, "TABLE_NAME", "VIEWS", "TABLE_SCHEMA", database)) {
            definitions.add(definition(session, "VIEW", database, name, 2));
        }
        for (var name : names(session, "TRIGGER_NAME", "TRIGGERS", "TRIGGER_SCHEMA", database)) {
            definitions.add(definition(session, "TRIGGER", database, name, 3));
        }
        return definitions;
    }

    /** Its SQL is in that column; what it was defined with is in those behind it, and the mode in the one before, where there is one. */
    private static Definition definition(
            MariadbSession session, String kind, String database, String name, int column) {
        return new Definition(
                kind,
                name,
                column == 2 ? "" : created(session, kind, database, name, column - 1),
                created(session, kind, database, name, column + 1),
                created(session, kind, database, name, column + 2),
                created(session, kind, database, name, column).replace(MariadbSession.name(database) + ".", ""));
    }

    /** The lines that only one of the two has, with the sign of the one: {@code -} here, {@code +} there. */
    List<String> difference(MariadbSchema other) {
        var here = text.lines().toList();
        var there = other.text().lines().toList();
        var inHere = new HashSet<>(here);
        var inThere = new HashSet<>(there);
        var difference = new ArrayList<String>();
        here.stream().filter(line -> !inThere.contains(line)).forEach(line -> difference.add("- " + line));
        there.stream().filter(line -> !inHere.contains(line)).forEach(line -> difference.add("+ " + line));
        return difference;
    }

    /** One hash of it. */
    public String sha256() {
        return Sha256.of(text);
    }

    private static List<String> routines(MariadbSession session, String kind, String database) {
        return session.list(
                "SELECT ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ? AND ROUTINE_TYPE = ?"
                        + " ORDER BY 1",
                row -> row.getString(1),
                database,
                kind);
    }

    /** The names in a view of the information schema, of that database. */
    static List<String> names(MariadbSession session, String name, String view, String schema, String database) {
        return session.list(
                "SELECT %s FROM information_schema.%s WHERE %s = ? ORDER BY 1".formatted(name, view, schema),
                row -> row.getString(1),
                database);
    }

    private static String created(MariadbSession session, String kind, String database, String name, int column) {
        return session
                .list(
                        "SHOW CREATE %s %s".formatted(kind, MariadbSession.name(database, name)),
                        row -> String.valueOf(row.getString(column)))
                .stream()
                .filter(text -> !text.equals("null"))
                .findFirst()
                .orElseThrow(() -> new ActionFailed(
                        "NotAllowed",
                        "%s %s of %s: the user may not see how it is defined, so no backup would hold it"
                                .formatted(kind, name, database),
                        "Grant it (SHOW CREATE ROUTINE, or SELECT on mysql.*, for routines), then RETRY.",
                        false));
    }
}
