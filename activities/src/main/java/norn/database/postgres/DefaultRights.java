package norn.database.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rights that others get to what a role creates in a database from now on. */
public final class DefaultRights {
    private static final Map<String, String> KINDS =
            Map.of("r", "TABLES", "S", "SEQUENCES", "f", "ROUTINES", "T", "TYPES", "n", "SCHEMAS");

    private static final String RIGHTS = """
            SELECT n.nspname, d.defaclobjtype::text, CASE WHEN a.grantee = 0 THEN NULL ELSE pg_get_userbyid(a.grantee) END,
                   a.privilege_type, a.is_grantable
            FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace, aclexplode(d.defaclacl) a
            WHERE pg_get_userbyid(d.defaclrole) = ?
            UNION ALL
            SELECT NULL, k.kind, CASE WHEN a.grantee = 0 THEN NULL ELSE pg_get_userbyid(a.grantee) END,
                   a.privilege_type, a.is_grantable
            FROM (VALUES ('r'), ('S'), ('f'), ('T'), ('n')) k (kind),
                 aclexplode(acldefault((CASE k.kind WHEN 'S' THEN 's' ELSE k.kind END)::"char", (SELECT oid FROM pg_roles WHERE rolname = ?))) a
            WHERE NOT EXISTS (SELECT FROM pg_default_acl d WHERE pg_get_userbyid(d.defaclrole) = ? AND d.defaclnamespace = 0
                                AND d.defaclobjtype::text = k.kind)""";

    private DefaultRights() {}

    private record Scope(@Nullable String schema, String kind) {}

    private record Right(Scope scope, @Nullable String grantee, String privilege, boolean grantable) {}

    /** The statements that give {@code to} what {@code from} has. */
    public static List<String> statements(Connection connection, String from, String to) throws SQLException {
        var wanted = rights(connection, from);
        var present = rights(connection, to);
        var statements = new ArrayList<String>();
        var revoked = new LinkedHashSet<String>();
        for (var right : present) {
            revoked.add("%s REVOKE ALL ON %s FROM %s"
                    .formatted(begin(to, right.scope()), KINDS.get(right.scope().kind()), grantee(right.grantee())));
        }
        statements.addAll(revoked);
        for (var right : wanted) {
            var grantee = from.equals(right.grantee()) ? to : right.grantee();
            statements.add("%s GRANT %s ON %s TO %s%s"
                    .formatted(
                            begin(to, right.scope()),
                            right.privilege(),
                            KINDS.get(right.scope().kind()),
                            grantee(grantee),
                            right.grantable() && grantee != null && !grantee.equals(to) ? " WITH GRANT OPTION" : ""));
        }
        return sameAs(wanted, from, present, to) ? List.of() : statements;
    }

    private static boolean sameAs(List<Right> wanted, String from, List<Right> present, String to) {
        var renamed = new LinkedHashSet<Right>();
        for (var right : wanted) {
            renamed.add(new Right(
                    right.scope(),
                    from.equals(right.grantee()) ? to : right.grantee(),
                    right.privilege(),
                    right.grantable()));
        }
        return renamed.equals(new LinkedHashSet<>(present));
    }

    private static List<Right> rights(Connection connection, String role) throws SQLException {
        var rights = SqlStatements.list(
                connection,
                RIGHTS,
                row -> new Right(
                        new Scope(row.getString(1), row.getString(2)),
                        row.getString(3),
                        row.getString(4),
                        row.getBoolean(5)),
                role,
                role,
                role);
        rights.removeIf(right -> !KINDS.containsKey(right.scope().kind()));
        return rights;
    }

    private static String begin(String role, Scope scope) {
        return "ALTER DEFAULT PRIVILEGES FOR ROLE %s%s"
                .formatted(
                        SqlStatements.name(role),
                        scope.schema() == null ? "" : " IN SCHEMA " + SqlStatements.name(scope.schema()));
    }

    private static String grantee(@Nullable String role) {
        return role == null ? "PUBLIC" : SqlStatements.name(role);
    }
}
