package norn.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import norn.database.postgres.SqlStatements;
import norn.limit.Limits;

/** What migrations do to tables that are there already, seen from beside: which they lock, and which they write anew as a whole. */
final class MigrationEffects implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(50);

    /** Strong enough to keep others from writing. */
    private static final String LOCKS = """
        SELECT n.nspname || '.' || c.relname, min(l.mode) FROM pg_locks l
        JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND l.pid <> pg_backend_pid()
          AND l.mode IN ('AccessExclusiveLock', 'ExclusiveLock', 'ShareRowExclusiveLock', 'ShareLock')
          AND c.relkind IN ('r', 'p', 'm') AND n.nspname NOT LIKE 'pg\\_%' GROUP BY 1\
        """;

    private static final String FILES = """
        SELECT n.nspname, c.relname, pg_relation_filenode(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'm') AND c.relpersistence <> 't' AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'\
        """;

    private final Connection connection;
    private final Map<Table, Long> before;
    private final Map<String, Integer> samples = new TreeMap<>();
    private final Map<String, String> modes = new TreeMap<>();
    private final Thread sampler = new Thread(this::sample, "norn: watching locks");

    private record Table(String schema, String name) {
        String quoted() {
            return SqlStatements.name(schema) + "." + SqlStatements.name(name);
        }
    }

    private record FileOf(Table table, long number) {}

    private MigrationEffects(Connection connection, Map<Table, Long> before) {
        this.connection = connection;
        this.before = before;
    }

    /** Watches the database of that session from now on. */
    static MigrationEffects watch(Connection connection) throws SQLException {
        var effects = new MigrationEffects(connection, files(connection));
        effects.sampler.setDaemon(true);
        effects.sampler.start();
        return effects;
    }

    /** By table, the strongest lock that was seen and for about how long; shorter ones may have been missed. */
    Map<String, String> locks() throws InterruptedException {
        stop();
        var locks = new LinkedHashMap<String, String>();
        modes.forEach((table, mode) -> {
            if (locks.size() < Limits.VALUE_ITEMS) {
                locks.put(
                        table, "%s, about %d ms".formatted(mode, samples.getOrDefault(table, 1) * INTERVAL.toMillis()));
            }
        });
        return locks;
    }

    /** The tables that were written anew as a whole, with the rows that they have now. */
    Map<String, Long> rewritten() throws SQLException, InterruptedException {
        stop();
        var rewritten = new LinkedHashMap<String, Long>();
        for (var now : files(connection).entrySet()) {
            var was = before.get(now.getKey());
            if (was != null && !was.equals(now.getValue())) {
                rewritten.put(
                        now.getKey().schema() + "." + now.getKey().name(),
                        SqlStatements.number(
                                connection,
                                "SELECT count(*) FROM " + now.getKey().quoted()));
            }
        }
        return rewritten;
    }

    private static Map<Table, Long> files(Connection connection) throws SQLException {
        var files = new LinkedHashMap<Table, Long>();
        for (var row : SqlStatements.list(
                connection, FILES, row -> new FileOf(new Table(row.getString(1), row.getString(2)), row.getLong(3)))) {
            files.put(row.table(), row.number());
        }
        return files;
    }

    private void sample() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                for (var lock :
                        SqlStatements.list(connection, LOCKS, row -> List.of(row.getString(1), row.getString(2)))) {
                    modes.merge(lock.get(0), lock.get(1), (one, other) -> one.compareTo(other) < 0 ? one : other);
                    samples.merge(lock.get(0), 1, Integer::sum);
                }
                Thread.sleep(INTERVAL.toMillis());
            }
        } catch (InterruptedException | SQLException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop() throws InterruptedException {
        sampler.interrupt();
        sampler.join();
    }

    @Override
    public void close() throws SQLException {
        sampler.interrupt();
        connection.close();
    }
}
