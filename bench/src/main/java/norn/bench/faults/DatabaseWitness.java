package norn.bench.faults;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import norn.rehearsal.SandboxDescription;

/** What a database server's own catalogue and tables say, to whoever may do everything. */
record DatabaseWitness(SandboxDescription.Database server) {
    /** The databases of the game: the one that serves, copies of it, and what was set aside. */
    private static final String OF_GAME = "FROM pg_database WHERE starts_with(datname, '%s')";

    /** So many migrations are applied to the database that serves. */
    long applied() {
        return applied(server.name()).size();
    }

    /** Those that nobody may enter: no connections are allowed, or none at a time. */
    List<String> fenced() {
        return texts(
                "postgres",
                "SELECT datname " + OF_GAME.formatted(server.name()) + " AND (NOT datallowconn OR datconnlimit = 0)");
    }

    /** What a migration did more than once, or did and did not finish, in any database: by its history, and by the rows that it adds. */
    List<String> appliedTwiceOrHalf() {
        var twice = new ArrayList<String>();
        for (var database : texts(
                "postgres", "SELECT datname " + OF_GAME.formatted(server.name()) + " AND datallowconn ORDER BY 1")) {
            if (!applied(database).isEmpty()) {
                texts(
                                database,
                                "SELECT version FROM flyway_schema_history WHERE version IS NOT NULL GROUP BY version"
                                        + " HAVING count(*) > 1 OR NOT bool_and(success)")
                        .forEach(version -> twice.add("%s: migration %s".formatted(database, version)));
                texts(
                                database,
                                "SELECT title FROM world_problems WHERE event_id IS NOT NULL GROUP BY event_id, title"
                                        + " HAVING count(*) > 1")
                        .forEach(title -> twice.add("%s: problem %s".formatted(database, title)));
            }
        }
        return twice;
    }

    /** The versions that are applied; none where the database has no history. */
    private List<String> applied(String database) {
        return texts(database, "SELECT to_regclass('flyway_schema_history')::text")
                        .isEmpty()
                ? List.of()
                : texts(
                        database,
                        "SELECT version FROM flyway_schema_history WHERE success AND version <> '0' ORDER BY 1");
    }

    /** The first column, without nulls. */
    private List<String> texts(String database, String sql) {
        var texts = new ArrayList<String>();
        try (var connection = connect(database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                if (rows.getString(1) != null) {
                    texts.add(rows.getString(1));
                }
            }
            return texts;
        } catch (SQLException failure) {
            throw new IllegalStateException("the database server does not say what is in " + database, failure);
        }
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(database), server.superuser(), server.superuserPassword());
    }
}
