package norn.rehearsal;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import norn.rehearsal.system.SandboxFailure;

/**
 * The ledger against the databases: where is each write that was confirmed?
 *
 * @param total entries of the ledger that were searched for
 * @param live in the live database, with the content that was confirmed
 * @param setAside not there, but in a database that was set aside
 * @param lost in none
 * @param setAsideIn for each database that was set aside, how many of the writes that are not live it holds
 * @param lostIds which ones were lost, the first hundred
 * @param unreadable databases that could not be read, and why: what they hold counts as lost
 */
public record LedgerComparison(
        int total,
        int live,
        int setAside,
        int lost,
        Map<String, Integer> setAsideIn,
        List<String> lostIds,
        Map<String, String> unreadable) {
    private static final int CHUNK = 5_000;
    private static final int IDS_SHOWN = 100;

    /** Compares with the live database and every other database of the server that has the players' table. */
    public static LedgerComparison compare(List<LedgerEntry> entries, SandboxDescription.Database database) {
        return compare(entries, database, otherDatabases(database));
    }

    /** Compares with the live database, then with those named. */
    public static LedgerComparison compare(
            List<LedgerEntry> entries, SandboxDescription.Database database, List<String> setAside) {
        Map<String, LedgerEntry> missing = new LinkedHashMap<>();
        entries.forEach(entry -> missing.put(entry.id(), entry));
        var total = missing.size();
        Map<String, String> unreadable = new LinkedHashMap<>();
        var live = takeFound(database, database.name(), missing, unreadable);
        Map<String, Integer> setAsideIn = new LinkedHashMap<>();
        for (var name : setAside) {
            var found = takeFound(database, name, missing, unreadable);
            if (found > 0) {
                setAsideIn.put(name, found);
            }
        }
        var setAsideCount = total - live - missing.size();
        return new LedgerComparison(
                total,
                live,
                setAsideCount,
                missing.size(),
                setAsideIn,
                missing.keySet().stream().limit(IDS_SHOWN).toList(),
                unreadable);
    }

    /** Removes from {@code missing} what a database holds, and says how many that were. */
    private static int takeFound(
            SandboxDescription.Database database,
            String name,
            Map<String, LedgerEntry> missing,
            Map<String, String> unreadable) {
        var before = missing.size();
        try (var opened = Opened.of(database, name);
                var connection = connect(database, opened.name())) {
            List<String> ids = new ArrayList<>(missing.keySet());
            for (var from = 0; from < ids.size(); from += CHUNK) {
                var found = found(connection, ids.subList(from, Math.min(ids.size(), from + CHUNK)), missing);
                missing.keySet().removeAll(found);
            }
        } catch (SQLException e) {
            unreadable.put(name, e.getMessage());
        }
        return before - missing.size();
    }

    private static Set<String> found(Connection connection, List<String> ids, Map<String, LedgerEntry> entries)
            throws SQLException {
        Set<String> found = new LinkedHashSet<>();
        try (var query = connection.prepareStatement(
                "SELECT write_id, encode(sha256(convert_to(payload, 'UTF8')), 'hex') FROM player_actions WHERE write_id = ANY (?)")) {
            query.setArray(1, connection.createArrayOf("text", ids.toArray()));
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    var entry = entries.get(rows.getString(1));
                    if (entry != null && entry.hash().equals(rows.getString(2))) {
                        found.add(rows.getString(1));
                    }
                }
            }
        }
        return found;
    }

    private static List<String> otherDatabases(SandboxDescription.Database database) {
        try (var connection = DriverManager.getConnection(
                        database.jdbcUrl("postgres"), database.superuser(), database.superuserPassword());
                var query = connection.prepareStatement(
                        "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname NOT IN ('postgres', ?) "
                                + "AND starts_with(datname, ?) ORDER BY datname")) {
            query.setString(1, database.name());
            query.setString(2, database.name());
            List<String> names = new ArrayList<>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
            return names;
        } catch (SQLException e) {
            throw new SandboxFailure("the databases cannot be listed: " + e.getMessage(), e);
        }
    }

    private static Connection connect(SandboxDescription.Database database, String name) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(name), database.superuser(), database.superuserPassword());
    }

    /** A database that was set aside lets nobody in: it is opened for the comparison, and closed again. */
    private record Opened(SandboxDescription.Database database, String name, boolean wasClosed)
            implements AutoCloseable {
        static Opened of(SandboxDescription.Database database, String name) throws SQLException {
            try (var connection = connect(database, "postgres");
                    var query =
                            connection.prepareStatement("SELECT NOT datallowconn FROM pg_database WHERE datname = ?")) {
                query.setString(1, name);
                try (var rows = query.executeQuery()) {
                    var opened = new Opened(database, name, rows.next() && rows.getBoolean(1));
                    if (opened.wasClosed) {
                        opened.allow(true);
                    }
                    return opened;
                }
            }
        }

        @Override
        public void close() throws SQLException {
            if (wasClosed) {
                allow(false);
            }
        }

        private void allow(boolean connections) throws SQLException {
            try (var connection = connect(database, "postgres");
                    var statement = connection.createStatement()) {
                statement.execute("ALTER DATABASE %s ALLOW_CONNECTIONS %b"
                        .formatted(statement.enquoteIdentifier(name, true), connections));
            }
        }
    }
}
