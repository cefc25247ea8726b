package norn.database.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import norn.action.Attempt;
import norn.database.content.ContentDifference;
import norn.database.content.RowCounts;
import norn.files.Sha256;

/**
 * What is in a database: for each table the number of its rows and an order-free hash of them, for each sequence where it
 * stands. Equal contents are equal texts, however the database or the role is set to print values, and in whatever order a table's
 * columns stand: a restore of inherited tables changes it.
 *
 * @param tables by qualified name, {@code <rows> rows, hash <sum>}; ordered
 */
public record DatabaseContent(Map<String, String> tables) {
    private static final String TABLES = """
        SELECT n.nspname, c.relname, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'm', 'S') AND c.relispopulated AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
          AND n.nspname NOT LIKE 'pg\\_temp\\_%' AND n.nspname NOT LIKE 'pg\\_toast\\_temp\\_%'
        ORDER BY 1, 2\
        """;

    private static final String VIEWS = """
        SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'm'\
        """;

    private static final String QUALIFIED = """
        SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.oid = to_regclass(?)\
        """;

    /** Each column, and what stands for it where the row is too long: short, whatever the value is. */
    private static final String COLUMNS = """
        SELECT quote_ident(a.attname),
               CASE WHEN coalesce(nullif(t.typbasetype, 0), t.oid) = 'bytea'::regtype THEN format('md5(%I)', a.attname)
                    WHEN t.typlen = -1 THEN format('md5(%I::text)', a.attname) ELSE quote_ident(a.attname) END
        FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
        WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attname\
        """;

    /** How values are printed while they are hashed: the same in every session, until its transaction ends. */
    private static final String PRINTED = """
        SET LOCAL bytea_output = hex; SET LOCAL extra_float_digits = 1; SET LOCAL DateStyle = 'ISO, YMD';
        SET LOCAL IntervalStyle = postgres; SET LOCAL TimeZone = 'UTC'; SET LOCAL lc_monetary = 'C';
        SET LOCAL xmloption = content; SET LOCAL search_path = ''; SET LOCAL row_security = off\
        """;

    /** Marks a table with a row that PostgreSQL cannot print, and pg_dump cannot dump: a text has a gigabyte at most. */
    private static final String TOO_LARGE = ", with a row too large to be read as text";

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

    private record Column(String value, String hash) {}

    /** What the session sees, all of it read; the transaction that it is in, or else one of its own, says as of when. */
    public static DatabaseContent of(Connection connection, Attempt attempt) throws SQLException {
        if (!connection.getAutoCommit()) {
            return read(connection, attempt);
        }
        connection.setAutoCommit(false);
        try {
            return read(connection, attempt);
        } finally {
            if (!connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    /**
     * Those tables alone, named as the session finds them.
     *
     * @throws SQLException also where one of them does not exist
     */
    public static DatabaseContent ofTables(Connection connection, List<String> names) throws SQLException {
        var qualified = new ArrayList<String>();
        for (var name : names) {
            qualified.add(SqlStatements.text(connection, QUALIFIED, name).orElse(name));
        }
        connection.setAutoCommit(false);
        try {
            SqlStatements.run(connection, PRINTED);
            var contents = new TreeMap<String, String>();
            for (var table : qualified) {
                contents.put(table, rows(connection, table));
            }
            return new DatabaseContent(contents);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static DatabaseContent read(Connection connection, Attempt attempt) throws SQLException {
        SqlStatements.run(connection, PRINTED);
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

    /** The tables with a row that is too large to be printed: it is sound, and pg_dump cannot dump it. */
    public List<String> tooLarge() {
        return tables.entrySet().stream()
                .filter(table -> table.getValue().endsWith(TOO_LARGE))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** One hash of all of it. */
    public String sha256() {
        return Sha256.of(tables.toString());
    }

    /** Tables, without sequences and large objects. */
    public long tableCount() {
        return RowCounts.tables(tables);
    }

    /** Rows of all tables. */
    public long rowCount() {
        return RowCounts.rows(tables);
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
        return ContentDifference.between(tables, other.tables);
    }

    private static String rows(Connection connection, String table) throws SQLException {
        var columns =
                SqlStatements.list(connection, COLUMNS, row -> new Column(row.getString(1), row.getString(2)), table);
        var before = connection.setSavepoint();
        try {
            var rows =
                    rows(connection, table, columns.stream().map(Column::value).toList());
            connection.releaseSavepoint(before);
            return rows;
        } catch (SQLException failed) {
            if (!SqlState.isTooLarge(failed)) {
                throw failed;
            }
            connection.rollback(before);
            return rowsByHash(connection, table, columns, failed);
        }
    }

    /** Damaged data cannot be read in this way either; too large a row can. */
    private static String rowsByHash(Connection connection, String table, List<Column> columns, SQLException failed)
            throws SQLException {
        try {
            return rows(connection, table, columns.stream().map(Column::hash).toList()) + TOO_LARGE;
        } catch (SQLException damaged) {
            failed.addSuppressed(damaged);
            throw failed;
        }
    }

    private static String rows(Connection connection, String table, List<String> values) throws SQLException {
        return SqlStatements.text(
                        connection,
                        "SELECT count(*) || ' rows, hash ' || coalesce(sum(hashtextextended(ROW(%s)::text, 0)::numeric), 0) FROM ONLY %s"
                                .formatted(String.join(", ", values), table))
                .orElse("");
    }

    private static String sequence(Connection connection, String sequence) throws SQLException {
        return SqlStatements.text(connection, "SELECT last_value || ' ' || is_called FROM %s".formatted(sequence))
                .orElse("");
    }
}
