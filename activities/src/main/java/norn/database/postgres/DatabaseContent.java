package norn.database.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import norn.action.Attempt;
import norn.files.Sha256;

/**
 * What is in a database: for each table the number of its rows and an order-free hash of them, for each sequence where it
 * stands. Equal contents are equal texts.
 *
 * @param tables by qualified name, {@code <rows> rows, hash <sum>}; ordered
 */
public record DatabaseContent(Map<String, String> tables) {
    private static final String TABLES = """
            SELECT n.nspname, c.relname, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'm', 'S') AND c.relispopulated AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
              AND n.nspname NOT LIKE 'pg\\_temp\\_%' AND n.nspname NOT LIKE 'pg\\_toast\\_temp\\_%'
            ORDER BY 1, 2""";

    private static final String VIEWS = """
            SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'm'""";

    private static final Pattern SEQUENCE = Pattern.compile("(-?\\d+) (?:true|false)");

    public DatabaseContent {
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    }

    /** The materialised views among them: a restore fills them anew from the tables, so they may differ. */
    public static List<String> views(Connection connection) throws SQLException {
        return SqlStatements.list(
                connection,
                VIEWS,
                row -> SqlStatements.name(row.getString(1)) + "." + SqlStatements.name(row.getString(2)));
    }

    private record Table(String schema, String name, String kind) {}

    /** What the session sees, all of it read; the transaction that it is in says as of when. */
    public static DatabaseContent of(Connection connection, Attempt attempt) throws SQLException {
        var contents = new TreeMap<String, String>();
        for (var table : SqlStatements.list(
                connection, TABLES, row -> new Table(row.getString(1), row.getString(2), row.getString(3)))) {
            attempt.heartbeat("reading " + table.name());
            var name = SqlStatements.name(table.schema()) + "." + SqlStatements.name(table.name());
            contents.put(name, table.kind().equals("S") ? sequence(connection, name) : rows(connection, name));
        }
        contents.put(
                "large objects",
                "%d".formatted(SqlStatements.number(connection, "SELECT count(*) FROM pg_largeobject_metadata")));
        return new DatabaseContent(contents);
    }

    /** One hash of all of it. */
    public String sha256() {
        return Sha256.of(tables.toString());
    }

    /** Tables, without sequences and large objects. */
    public long tableCount() {
        return tables.values().stream().filter(text -> text.contains(" rows, ")).count();
    }

    /** Rows of all tables. */
    public long rowCount() {
        return tables.values().stream()
                .filter(text -> text.contains(" rows, "))
                .mapToLong(text -> Long.parseLong(text.substring(0, text.indexOf(' '))))
                .sum();
    }

    /**
     * What a restored dump of it differs in, by name. While others write, sequences move on after the dump: no
     * transaction holds them. So there a restored one may be lower, but not higher, and must exist.
     */
    public Map<String, String> differenceAfterRestore(DatabaseContent restored, boolean othersWrite) {
        var difference = new LinkedHashMap<>(difference(restored));
        if (othersWrite) {
            difference.keySet().removeIf(name -> {
                var recorded = SEQUENCE.matcher(tables.getOrDefault(name, ""));
                var found = SEQUENCE.matcher(restored.tables.getOrDefault(name, ""));
                return recorded.matches()
                        && found.matches()
                        && Long.parseLong(found.group(1)) <= Long.parseLong(recorded.group(1));
            });
        }
        return difference;
    }

    /** What differs, by name; empty where nothing does. */
    public Map<String, String> difference(DatabaseContent other) {
        var names = new TreeMap<>(tables);
        names.putAll(other.tables);
        var difference = new LinkedHashMap<String, String>();
        for (var name : names.keySet()) {
            var here = tables.getOrDefault(name, "absent");
            var there = other.tables.getOrDefault(name, "absent");
            if (!here.equals(there)) {
                difference.put(name, "%s / %s".formatted(here, there));
            }
        }
        return difference;
    }

    private static String rows(Connection connection, String table) throws SQLException {
        return SqlStatements.text(
                        connection,
                        "SELECT count(*) || ' rows, hash ' || coalesce(sum(hashtextextended((norn_row.*)::text, 0)::numeric), 0) FROM ONLY %s norn_row"
                                .formatted(table))
                .orElse("");
    }

    private static String sequence(Connection connection, String sequence) throws SQLException {
        return SqlStatements.text(connection, "SELECT last_value || ' ' || is_called FROM %s".formatted(sequence))
                .orElse("");
    }
}
