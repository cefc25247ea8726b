package norn.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Target;
import norn.database.backup.DatabaseIdentity;
import norn.database.postgres.DatabaseFailure;
import norn.database.postgres.SchemaListing;
import norn.database.postgres.Server;
import norn.database.postgres.SqlStatements;
import norn.files.Sha256;
import norn.plan.Order;

/** The database's part of the environment's fingerprint. */
final class DatabaseFingerprint {
    private static final String PROPERTIES = """
        SELECT pg_get_userbyid(d.datdba) || ' ' || d.datconnlimit || ' ' || d.datallowconn || ' '
            || coalesce(shobj_description(d.oid, 'pg_database'), '') || ' '
            || coalesce((SELECT string_agg(a.grantee::text || a.privilege_type || a.is_grantable, ',' ORDER BY a.grantee::text, a.privilege_type)
                   FROM aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a), '') || ' '
            || coalesce((SELECT string_agg(s.setrole::text || s.setconfig::text, ',' ORDER BY s.setrole)
                   FROM pg_db_role_setting s WHERE s.setdatabase = d.oid), '')
        FROM pg_database d WHERE d.datname = ?\
        """;

    private DatabaseFingerprint() {}

    /** The parts by name: which database it is, its schema, and what is set around it. */
    static Map<String, String> of(Order order, Attempt attempt) {
        var server = Server.of(order, attempt);
        try (var maintenance = server.maintenance()) {
            var name = server.settings().name();
            var live = Server.find(maintenance, name);
            var parts = new LinkedHashMap<String, String>();
            parts.put("database", live.map(DatabaseIdentity::of).orElse("absent"));
            parts.put("schema", live.filter(Server.DatabaseState::open).isPresent() ? schema(server) : "closed");
            parts.put("database settings", properties(maintenance, name));
            return parts;
        } catch (SQLException failed) {
            throw DatabaseFailure.of("taking the database's fingerprint", failed);
        }
    }

    /** The names of the parts. */
    static List<String> names() {
        return List.of("database", "schema", "database settings");
    }

    /** What need not be equal where what serves was restored from the verified dump of the original, which is gone. */
    static List<String> partsProvenByRestore(Target target, Order order, Attempt attempt) {
        var server = Server.of(order, attempt);
        var identity = new DatabaseIdentity(attempt.host().records(), target.deployment());
        try (var maintenance = server.maintenance()) {
            var live = Server.find(maintenance, server.settings().name());
            if (live.isEmpty() || !identity.isRestoredFromDump(DatabaseIdentity.of(live.get()))) {
                return List.of();
            }
            if (!live.get().open()) {
                return List.of("database");
            }
            var schema = schema(server);
            return !schema.equals(target.parts().get("schema")) && identity.isSchemaAsRestored(schema)
                    ? List.of("database", "schema")
                    : List.of("database");
        } catch (SQLException failed) {
            throw DatabaseFailure.of("finding the database that serves", failed);
        }
    }

    private static String schema(Server server) throws SQLException {
        try (var live = server.live()) {
            return Sha256.of(SchemaListing.text(live));
        }
    }

    private static String properties(Connection maintenance, String name) throws SQLException {
        return Sha256.of(SqlStatements.text(maintenance, PROPERTIES, name)
                .orElseThrow(() -> new ActionFailed(
                        "DatabaseMissing",
                        name + ": does not exist on the server",
                        "Check which databases exist.",
                        false)));
    }
}
