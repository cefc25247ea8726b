package norn.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.database.migration.MigrationFolder;
import norn.database.migration.Migrations;
import norn.database.postgres.Server;
import norn.database.postgres.SqlStatements;
import norn.limit.Limits;
import norn.plan.Count;
import norn.plan.Order;
import norn.plan.ShortText;
import norn.state.Evidence;

/** Checks that the schema was reached: in the copy while there is one, else in the database that serves. */
final class VerifyMigrations {
    /** How many tables there are. */
    static final String TABLES =
            "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE"
                    + " TABLE'";

    /** Objects below belong to PostgreSQL, and are owned by the role that the cluster was made by, which may be Norn's. */
    private static final int FIRST_NORMAL_OBJECT = 16_384;

    /** What migrations make belongs to their role until it is given back; what belonged to others before still may. */
    private static final String NOT_GIVEN_BACK = """
        SELECT n.nspname || '.' || c.relname, pg_get_userbyid(c.relowner) FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND pg_get_userbyid(c.relowner) IN (?, ?)
          AND NOT pg_has_role(?, c.relowner, 'MEMBER') AND c.oid >= %d
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') ORDER BY 1\
        """.formatted(FIRST_NORMAL_OBJECT);

    Evidence run(Order order, Attempt attempt) throws SQLException, InterruptedException {
        var server = Server.of(order, attempt);
        var names = server.names();
        String database;
        try (var maintenance = server.maintenance()) {
            database = Server.find(maintenance, names.next()).isPresent() ? names.next() : names.live();
        }
        var problems = new ArrayList<String>();
        try (var connection = server.connect(database)) {
            SqlStatements.run(
                    connection,
                    "SET default_transaction_read_only = on"); // outside of a transaction the driver says nothing
            var tables = SqlStatements.number(connection, TABLES);
            var minimum = server.migrationSettings().minimumTables();
            attempt.evidence().value("database", database).value("tables", tables);
            if (minimum != null && tables < minimum) {
                problems.add("%s, at least %d expected".formatted(Count.of(tables, "table"), minimum));
            }
            problems.addAll(brokenIndexes(connection));
            problems.addAll(SqlStatements.list(
                    connection,
                    NOT_GIVEN_BACK,
                    row -> "%s belongs to %s".formatted(row.getString(1), row.getString(2)),
                    server.migrationSettings().migrationUser(),
                    server.settings().user(),
                    server.settings().owner()));
            problems.addAll(queries(server, connection, attempt));
        }
        var migrations =
                new Migrations(server, MigrationFolder.of(order, attempt).files(), database);
        migrations.pending().forEach(pending -> problems.add("not applied: " + migrations.name(pending)));
        if (problems.isEmpty()) {
            problems.addAll(migrations.problems());
        }
        attempt.evidence().value("applied", migrations.applied().size());
        if (!problems.isEmpty()) {
            throw new ActionFailed(
                    "SchemaNotReached",
                    "%s: %s".formatted(database, String.join("; ", problems)),
                    "RETRY checks again; migrate-database begins anew.",
                    false);
        }
        return attempt.evidence()
                .done("%s: %s applied, every query answered as expected"
                        .formatted(database, Count.of(migrations.applied().size(), "migration")));
    }

    /** Indexes that a killed concurrent build left behind. */
    static List<String> brokenIndexes(Connection connection) throws SQLException {
        return SqlStatements.list(
                connection,
                "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid OR NOT indisready",
                row -> "index %s is not valid".formatted(row.getString(1)));
    }

    private static List<String> queries(Server server, Connection connection, Attempt attempt)
            throws SQLException, InterruptedException {
        var problems = new ArrayList<String>();
        var answers = new LinkedHashMap<String, Object>();
        server.setAsForOwner(connection);
        for (var query : server.migrationSettings().verify()) {
            var answer = server.takingLong(
                    "querying " + query.name(),
                    connection,
                    () -> SqlStatements.first(
                            connection,
                            query.sql(),
                            row -> ShortText.line(String.valueOf(row.getString(1)), Limits.SHOWN_CHARACTERS)));
            answers.put(query.name(), answer.orElse("no row"));
            if (answer.isEmpty()) {
                problems.add(query.name() + ": no row");
            } else if (query.expect() != null && !query.expect().equals(answer.get())) {
                problems.add("%s: %s instead of %s".formatted(query.name(), answer.get(), query.expect()));
            }
        }
        attempt.evidence().value("answers", answers);
        return problems;
    }
}
