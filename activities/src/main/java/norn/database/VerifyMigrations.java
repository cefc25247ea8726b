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
import norn.plan.Count;
import norn.plan.Order;
import norn.state.Evidence;

/** Looks whether the schema was reached: in the copy while there is one, else in the database that serves. */
final class VerifyMigrations {
    /** How many tables there are. */
    static final String TABLES =
            "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'";

    private static final String FOREIGN = """
            SELECT n.nspname || '.' || c.relname, pg_get_userbyid(c.relowner) FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND n.nspname = 'public'
              AND NOT pg_has_role(?, c.relowner, 'MEMBER')
              AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') ORDER BY 1""";

    Evidence run(Order order, Attempt attempt) throws SQLException {
        var server = Server.of(order, attempt);
        var names = server.names();
        String database;
        try (var maintenance = server.maintenance()) {
            database = Server.find(maintenance, names.next()).isPresent() ? names.next() : names.live();
        }
        var wrong = new ArrayList<String>();
        try (var connection = server.connect(database)) {
            connection.setReadOnly(true);
            var tables = SqlStatements.number(connection, TABLES);
            var minimum = server.settings().minimumTables();
            attempt.evidence().value("database", database).value("tables", tables);
            if (minimum != null && tables < minimum) {
                wrong.add("%s, at least %d expected".formatted(Count.of(tables, "table"), minimum));
            }
            wrong.addAll(brokenIndexes(connection));
            wrong.addAll(SqlStatements.list(
                    connection,
                    FOREIGN,
                    row -> "%s belongs to %s".formatted(row.getString(1), row.getString(2)),
                    server.settings().owner()));
            wrong.addAll(queries(server, connection, attempt));
        }
        var migrations =
                new Migrations(server, MigrationFolder.of(order, attempt).path(), database);
        migrations.pending().forEach(pending -> wrong.add("not applied: " + Migrations.name(pending)));
        if (wrong.isEmpty()) {
            wrong.addAll(migrations.problems());
        }
        attempt.evidence().value("applied", migrations.applied().size());
        if (!wrong.isEmpty()) {
            throw new ActionFailed(
                    "SchemaNotReached",
                    "%s: %s".formatted(database, String.join("; ", wrong)),
                    "RETRY looks again; migrate-database begins anew.",
                    false);
        }
        return attempt.evidence()
                .done("%s: %s applied, every question answered right"
                        .formatted(database, Count.of(migrations.applied().size(), "migration")));
    }

    /** Indexes that a killed concurrent build left behind. */
    static List<String> brokenIndexes(Connection connection) throws SQLException {
        return SqlStatements.list(
                connection,
                "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid OR NOT indisready",
                row -> "index %s is not valid".formatted(row.getString(1)));
    }

    private static List<String> queries(Server server, Connection connection, Attempt attempt) throws SQLException {
        var wrong = new ArrayList<String>();
        var answers = new LinkedHashMap<String, Object>();
        for (var question : server.settings().verify()) {
            attempt.heartbeat("asking " + question.name());
            var answer = SqlStatements.first(connection, question.sql(), row -> String.valueOf(row.getString(1)));
            answers.put(question.name(), answer.orElse("no row"));
            if (answer.isEmpty()) {
                wrong.add(question.name() + ": no row");
            } else if (question.expect() != null && !question.expect().equals(answer.get())) {
                wrong.add("%s: %s instead of %s".formatted(question.name(), answer.get(), question.expect()));
            }
        }
        attempt.evidence().value("answers", answers);
        return wrong;
    }
}
