package norn.bench.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import norn.rehearsal.Sandbox;

/** Those outside of Norn who count what was done to a sandbox: the services' own logs, what was announced, and the database. */
final class Witnesses {
    private static final List<String> AUDIENCES = List.of("players", "stakeholders", "status-page");

    private final Sandbox sandbox;

    Witnesses(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** How often each thing was done so far. */
    Map<String, Long> counted() {
        var counted = new TreeMap<String, Long>();
        var description = sandbox.description();
        description.services().forEach((name, service) -> counted.put("starts of " + name, starts(service.logFile())));
        for (var audience : AUDIENCES) {
            var file = description.root().resolve("channels").resolve(audience + ".jsonl");
            counted.put("announcements to " + audience, (long) lines(file).size());
        }
        return counted;
    }

    private static long starts(Path log) {
        return lines(log).stream()
                .filter(line -> line.contains("listening on port") || line.contains("ready on port"))
                .count();
    }

    /** What each came to since then. */
    Map<String, Long> since(Map<String, Long> before) {
        var since = new TreeMap<String, Long>();
        counted().forEach((what, count) -> since.put(what, count - before.getOrDefault(what, 0L)));
        return since;
    }

    /** Whether services can log in to the database: always, but while one is being swapped. */
    boolean isDatabaseOpen() {
        var database = sandbox.description().database();
        try (var connection = DriverManager.getConnection(
                        database.jdbcUrl("postgres"), database.superuser(), database.superuserPassword());
                var query = connection.prepareStatement(
                        "SELECT 1 FROM pg_database WHERE datname = ? AND datallowconn AND has_database_privilege(?,"
                                + " oid, 'CONNECT')")) {
            query.setString(1, database.name());
            query.setString(2, database.owner());
            try (var rows = query.executeQuery()) {
                return rows.next();
            }
        } catch (SQLException unknown) {
            throw new IllegalStateException("the database does not answer", unknown);
        }
    }

    /** Whether the servers let users in, as their own file says. */
    boolean areUsersLetIn() {
        return lines(sandbox.description().maintenanceFile()).stream()
                .anyMatch(line -> line.matches("char_maintenance:\\s*no\\s*"));
    }

    static List<String> lines(Path file) {
        try {
            return Files.readString(file).lines().toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
