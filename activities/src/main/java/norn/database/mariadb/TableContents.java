package norn.database.mariadb;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.database.content.ContentDifference;
import norn.files.Sha256;

/**
 * What is in tables: of each the number of its rows, and a hash of them that no order changes. Equal contents are equal texts on one
 * server, however it is set to print values.
 *
 * @param tables by name, {@code <rows> rows, hash <sum>}; ordered
 */
public record TableContents(Map<String, String> tables) {
    public TableContents {
        tables = Collections.unmodifiableMap(new TreeMap<>(tables));
    }

    /**
     * A table.
     *
     * @param transactional a snapshot holds what is in it; else each reader sees it as it is at that moment
     */
    public record DumpedTable(String name, boolean transactional) {}

    /** The tables of that database; no views, no sequences. */
    public static List<DumpedTable> of(MariadbSession session, String database) {
        return session.list("""
            SELECT t.TABLE_NAME, COALESCE(e.TRANSACTIONS, 'NO') = 'YES' FROM information_schema.TABLES t
            LEFT JOIN information_schema.ENGINES e ON e.ENGINE = t.ENGINE
            WHERE t.TABLE_SCHEMA = ? AND t.TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') ORDER BY 1\
            """, row -> new DumpedTable(row.getString(1), row.getBoolean(2)), database);
    }

    /** Those tables of that database, read as the session sees them. */
    public static TableContents read(
            MariadbServer server, MariadbSession session, String database, Collection<String> names, Attempt attempt)
            throws InterruptedException {
        return server.takingLong("reading " + database, attempt, session, () -> {
            var contents = new TreeMap<String, String>();
            for (var name : names) {
                contents.put(name, rows(session, database, name));
            }
            return new TableContents(contents);
        });
    }

    /** One hash of them. */
    public String sha256() {
        return Sha256.of(tables.toString());
    }

    /** These and the others. */
    TableContents with(TableContents others) {
        var all = new TreeMap<>(tables);
        all.putAll(others.tables);
        return new TableContents(all);
    }

    /** What differs, by name; empty where nothing does. */
    public Map<String, String> difference(TableContents other) {
        return ContentDifference.between(tables, other.tables);
    }

    private static String rows(MariadbSession session, String database, String table) {
        var columns = session.list(
                "SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? ORDER BY"
                        + " COLUMN_NAME",
                row -> MariadbSession.name(row.getString(1)),
                database,
                table);
        var values = new ArrayList<String>();
        columns.forEach(column -> values.add("CAST(%s AS BINARY)".formatted(column)));
        values.add("CONCAT(%s)"
                .formatted(columns.stream().map("ISNULL(%s)"::formatted).collect(Collectors.joining(", "))));
        var hash = "MD5(CONCAT_WS(0x1F, %s))".formatted(String.join(", ", values));
        return session.list(
                        "SELECT COUNT(*), COALESCE(SUM(CAST(CONV(LEFT(%s, 15), 16, 10) AS UNSIGNED)), 0), COUNT(%s) FROM %s"
                                .formatted(hash, hash, MariadbSession.name(database, table)),
                        row -> {
                            if (row.getLong(1)
                                    != row.getLong(3)) { // a hash is null where a row exceeds max_allowed_packet
                                throw new ActionFailed(
                                        "RowTooLarge",
                                        "%s.%s: a row is larger than the server's max_allowed_packet: its content cannot be compared"
                                                .formatted(database, table),
                                        "Raise max_allowed_packet on the server, then RETRY.",
                                        false);
                            }
                            return "%s rows, hash %s".formatted(row.getString(1), row.getString(2));
                        })
                .get(0);
    }
}
