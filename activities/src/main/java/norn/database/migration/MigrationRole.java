package norn.database.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import norn.database.postgres.DefaultRights;
import norn.database.postgres.Server;
import norn.database.postgres.SqlStatements;
import norn.database.postgres.Transaction;

/**
 * The role that migrations run as. While they run it owns the copy and what the owner owns in it; outside the copy it has no right to
 * anything, and there is no role that it could become. So a migration that fails, or goes wrong, has changed nothing but the copy.
 */
public final class MigrationRole {
    /** What can be given to another owner, and how; whatever a function is, it is a routine. */
    private static final Map<String, String> KEYWORDS = Map.ofEntries(
            Map.entry("table", "TABLE"),
            Map.entry("view", "VIEW"),
            Map.entry("materialized view", "MATERIALIZED VIEW"),
            Map.entry("sequence", "SEQUENCE"),
            Map.entry("foreign table", "FOREIGN TABLE"),
            Map.entry("function", "ROUTINE"),
            Map.entry("procedure", "ROUTINE"),
            Map.entry("aggregate", "ROUTINE"),
            Map.entry("type", "TYPE"),
            Map.entry("schema", "SCHEMA"),
            Map.entry("operator", "OPERATOR"),
            Map.entry("operator class", "OPERATOR CLASS"),
            Map.entry("operator family", "OPERATOR FAMILY"),
            Map.entry("collation", "COLLATION"),
            Map.entry("conversion", "CONVERSION"),
            Map.entry("text search configuration", "TEXT SEARCH CONFIGURATION"),
            Map.entry("text search dictionary", "TEXT SEARCH DICTIONARY"),
            Map.entry("statistics object", "STATISTICS"),
            Map.entry("publication", "PUBLICATION"),
            Map.entry("large object", "LARGE OBJECT"));

    /** What a role owns in this database, but for what belongs to an extension and the sequences that follow their tables. */
    private static final String OWNED = """
        SELECT i.type, i.identity
        FROM pg_shdepend d JOIN pg_roles r ON r.oid = d.refobjid, pg_identify_object(d.classid, d.objid, 0) i
        WHERE d.refclassid = 'pg_authid'::regclass AND d.deptype = 'o' AND r.rolname = ?
          AND d.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = d.classid AND e.objid = d.objid AND e.deptype = 'e')
          AND NOT EXISTS (SELECT FROM pg_depend s JOIN pg_class c ON c.oid = s.objid AND c.relkind = 'S'
                          WHERE d.classid = 'pg_class'::regclass AND s.classid = d.classid AND s.objid = d.objid
                            AND s.refclassid = d.classid AND s.deptype IN ('a', 'i'))
        ORDER BY i.type <> 'schema', i.type, i.identity\
        """;

    private static final String OWNED_SCHEMAS =
            "SELECT quote_ident(nspname) FROM pg_namespace WHERE pg_get_userbyid(nspowner) = ? ORDER BY 1";

    private final Server server;
    private final String copy;

    /** The role of the server's settings, for that copy. */
    public MigrationRole(Server server, String copy) {
        this.server = server;
        this.copy = copy;
    }

    /** Gives it the copy, and what the owner owns in it, at once or not at all. */
    public void takeOver() throws SQLException {
        var owner = server.settings().owner();
        var role = server.migrationSettings().migrationUser();
        try (var connection = server.connect(copy)) {
            var statements = new ArrayList<String>();
            statements.add(database(copy, role));
            statements.addAll(SqlStatements.list(
                    connection, OWNED, row -> change(row.getString(1), row.getString(2), role), owner));
            statements.removeIf(String::isEmpty);
            statements.addAll(DefaultRights.statements(connection, owner, role));
            Transaction.run(connection, statements);
        }
        forgetItsSettings();
    }

    /** Gives the owner everything back that it owns, what the migrations made included, and takes every right from it. */
    public void giveBack() throws SQLException {
        var owner = server.settings().owner();
        var role = server.migrationSettings().migrationUser();
        try (var connection = server.connect(copy)) {
            var statements = new ArrayList<String>();
            statements.addAll(DefaultRights.statements(connection, role, owner));
            statements.add(database(copy, owner));
            // before what they hold, since its new owner must be able to create there: REASSIGN OWNED takes them in any
            // order
            statements.addAll(SqlStatements.list(
                    connection, OWNED_SCHEMAS, row -> change("schema", row.getString(1), owner), role));
            statements.add("REASSIGN OWNED BY %s TO %s".formatted(SqlStatements.name(role), SqlStatements.name(owner)));
            for (var other : databasesOf(role, connection)) { // the copy of another deployment, at the same time
                if (!other.equals(copy)) {
                    statements.add(database(other, role));
                }
            }
            statements.add("DROP OWNED BY " + SqlStatements.name(role));
            Transaction.run(connection, statements);
        }
    }

    /** What a migration made its role's sessions begin with would hold for the next deployment's too. */
    private void forgetItsSettings() throws SQLException {
        try (var connection = server.connectForMigrations(copy)) {
            SqlStatements.run(connection, "ALTER ROLE CURRENT_USER RESET ALL");
        }
    }

    /** What is wrong with it before anything begins; {@code live} is a session in the database that serves. */
    public static List<String> problems(Server server, Connection maintenance, Connection live) throws SQLException {
        var role = server.migrationSettings().migrationUser();
        var rights = SqlStatements.first(
                maintenance,
                """
                SELECT rolcanlogin, rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls,
                       (SELECT string_agg(pg_get_userbyid(m.roleid), ', ') FROM pg_auth_members m WHERE m.member = r.oid),
                       pg_has_role(current_user, r.oid, 'MEMBER')
                FROM pg_roles r WHERE rolname = ?\
                """,
                row -> List.of(
                        row.getBoolean(1), row.getBoolean(2), String.valueOf(row.getString(3)), row.getBoolean(4)),
                role);
        if (rights.isEmpty()) {
            return List.of("role %1$s (migrationUser) does not exist: CREATE ROLE %1$s LOGIN, GRANT %1$s TO %2$s"
                    .formatted(role, server.settings().user()));
        }
        var problems = new ArrayList<String>();
        var found = rights.get();
        if (found.get(0).equals(false)) {
            problems.add("role %s (migrationUser) may not log in".formatted(role));
        }
        if (found.get(1).equals(true)) {
            problems.add("role %s (migrationUser) may do more than log in: migrations could reach beyond the copy"
                    .formatted(role));
        }
        if (!found.get(2).equals("null")) {
            problems.add("role %s (migrationUser) is a member of %s: migrations could reach beyond the copy"
                    .formatted(role, found.get(2)));
        }
        if (found.get(3).equals(false)) {
            problems.add("role %s is no member of %s (migrationUser)"
                    .formatted(server.settings().user(), role));
        }
        databasesOf(role, maintenance).stream()
                .filter(database -> !database.contains("__next_"))
                .forEach(
                        database -> problems.add("role %s (migrationUser) owns database %s".formatted(role, database)));
        problems.addAll(SqlStatements.list(
                live,
                """
                SELECT nspname FROM pg_namespace
                WHERE pg_get_userbyid(nspowner) NOT IN (?, 'pg_database_owner') AND nspname NOT LIKE 'pg\\_%'
                  AND has_schema_privilege(?, oid, 'CREATE') AND NOT has_schema_privilege(?, oid, 'CREATE')\
                """,
                row ->
                        "role %2$s (migrationUser) may not create in schema %1$s: GRANT USAGE, CREATE ON SCHEMA %1$s TO %2$s"
                                .formatted(row.getString(1), role),
                server.settings().owner(),
                server.settings().owner(),
                role));
        return problems;
    }

    private static List<String> databasesOf(String role, Connection connection) throws SQLException {
        return SqlStatements.list(
                connection,
                "SELECT datname FROM pg_database WHERE pg_get_userbyid(datdba) = ? ORDER BY 1",
                row -> row.getString(1),
                role);
    }

    private static String database(String name, String owner) {
        return "ALTER DATABASE %s OWNER TO %s".formatted(SqlStatements.name(name), SqlStatements.name(owner));
    }

    /** The statement, or an empty text for what stays with its owner: extensions, event triggers, languages. */
    private static String change(String type, String identity, String owner) {
        var keyword = KEYWORDS.get(type.toLowerCase(Locale.ROOT));
        return keyword == null ? "" : "ALTER %s %s OWNER TO %s".formatted(keyword, identity, SqlStatements.name(owner));
    }
}
