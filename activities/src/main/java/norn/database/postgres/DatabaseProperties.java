package norn.database.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a template copy loses: the database's owner, its rights, its settings, roles' settings in it, its connection limit. */
public final class DatabaseProperties {
    /** These take a list of names; quoted as one text they would be one name. */
    private static final Set<String> LISTS = Set.of(
            "search_path",
            "temp_tablespaces",
            "session_preload_libraries",
            "shared_preload_libraries",
            "local_preload_libraries",
            "unix_socket_directories");

    private DatabaseProperties() {}

    /** The statements that give {@code to} what {@code from} has; they may run in one transaction. */
    public static List<String> statements(Connection maintenance, Server.DatabaseState from, String to)
            throws SQLException {
        var statements = new ArrayList<String>();
        var target = SqlStatements.name(to);
        statements.add("ALTER DATABASE %s OWNER TO %s".formatted(target, SqlStatements.name(from.owner())));
        statements.add("ALTER DATABASE %s CONNECTION LIMIT %d".formatted(target, from.connectionLimit()));
        statements.addAll(rights(maintenance, from, to));
        statements.addAll(settings(maintenance, from, target));
        return statements;
    }

    /** The statements that give {@code to} the rights that {@code from} has. */
    public static List<String> rights(Connection maintenance, Server.DatabaseState from, String to)
            throws SQLException {
        var target = SqlStatements.name(to);
        var statements = new ArrayList<String>();
        statements.add("REVOKE ALL ON DATABASE %s FROM PUBLIC".formatted(target));
        for (var role : grantees(maintenance, to)) {
            statements.add("REVOKE ALL ON DATABASE %s FROM %s".formatted(target, role));
        }
        statements.add("REVOKE ALL ON DATABASE %s FROM %s".formatted(target, SqlStatements.name(from.owner())));
        statements.addAll(SqlStatements.list(
                maintenance,
                """
                SELECT a.privilege_type, CASE WHEN a.grantee = 0 THEN NULL ELSE pg_get_userbyid(a.grantee) END, a.is_grantable
                FROM pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
                WHERE d.datname = ? ORDER BY a.grantee, a.privilege_type\
                """,
                row -> "GRANT %s ON DATABASE %s TO %s%s"
                        .formatted(
                                row.getString(1),
                                target,
                                row.getString(2) == null ? "PUBLIC" : SqlStatements.name(row.getString(2)),
                                row.getBoolean(3) ? " WITH GRANT OPTION" : ""),
                from.name()));
        return statements;
    }

    /** The statements that let Norn's role into a database, and no other but superusers. */
    public static List<String> onlyFor(String norn, Connection maintenance, String database) throws SQLException {
        var target = SqlStatements.name(database);
        var statements = new ArrayList<String>();
        statements.add("REVOKE ALL ON DATABASE %s FROM PUBLIC".formatted(target));
        for (var role : grantees(maintenance, database)) {
            statements.add("REVOKE ALL ON DATABASE %s FROM %s".formatted(target, role));
        }
        for (var owner : owner(maintenance, database)) { // has every right where no list of rights says otherwise
            statements.add("REVOKE ALL ON DATABASE %s FROM %s".formatted(target, owner));
        }
        statements.add("GRANT CONNECT, TEMPORARY ON DATABASE %s TO %s".formatted(target, SqlStatements.name(norn)));
        statements.add("ALTER DATABASE %s ALLOW_CONNECTIONS true".formatted(target));
        return statements;
    }

    /** The roles that have rights in a database, quoted. */
    public static List<String> grantees(Connection maintenance, String database) throws SQLException {
        return SqlStatements.list(maintenance, """
            SELECT DISTINCT pg_get_userbyid(a.grantee) FROM pg_database d, aclexplode(d.datacl) a
            WHERE d.datname = ? AND a.grantee <> 0 ORDER BY 1\
            """, row -> SqlStatements.name(row.getString(1)), database);
    }

    /** The database's owner, quoted; none where there is no such database. */
    public static List<String> owner(Connection maintenance, String database) throws SQLException {
        return SqlStatements.list(
                maintenance,
                "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = ?",
                row -> SqlStatements.name(row.getString(1)),
                database);
    }

    private static List<String> settings(Connection maintenance, Server.DatabaseState from, String target)
            throws SQLException {
        return SqlStatements.list(
                maintenance, """
                SELECT CASE WHEN s.setrole = 0 THEN NULL ELSE pg_get_userbyid(s.setrole) END, c
                FROM pg_db_role_setting s, unnest(s.setconfig) c WHERE s.setdatabase = ? ORDER BY s.setrole, c\
                """, row -> setting(row.getString(1), row.getString(2), target), from.oid());
    }

    private static String setting(@Nullable String role, String setting, String target) {
        var name = setting.substring(0, setting.indexOf('='));
        var value = setting.substring(setting.indexOf('=') + 1);
        var subject = role == null
                ? "DATABASE " + target
                : "ROLE %s IN DATABASE %s".formatted(SqlStatements.name(role), target);
        return "ALTER %s SET %s TO %s".formatted(subject, settingName(name), settingValue(name, value));
    }

    /** {@code my.setting} is two names. */
    private static String settingName(String name) {
        var parts = new ArrayList<String>();
        for (var part : name.split("\\.", -1)) {
            parts.add(SqlStatements.name(part));
        }
        return String.join(".", parts);
    }

    private static String settingValue(String name, String value) {
        if (!LISTS.contains(name)) {
            return SqlStatements.text(value);
        }
        var items = new ArrayList<String>();
        for (var item : items(value)) {
            items.add(SqlStatements.text(item));
        }
        return items.isEmpty() ? "''" : String.join(", ", items);
    }

    /** {@code "$user", public} as two texts. */
    private static List<String> items(String value) {
        var items = new ArrayList<String>();
        var item = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < value.length(); i++) {
            var character = value.charAt(i);
            if (character == '"' && quoted && i + 1 < value.length() && value.charAt(i + 1) == '"') {
                item.append('"');
                i++;
            } else if (character == '"') {
                quoted = !quoted;
            } else if (character == ',' && !quoted) {
                items.add(item.toString().strip());
                item.setLength(0);
            } else {
                item.append(character);
            }
        }
        items.add(item.toString().strip());
        return items;
    }
}
