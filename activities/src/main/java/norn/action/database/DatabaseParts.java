package norn.action.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Sha256;
import norn.action.Target;
import norn.plan.Order;

/** The database's share of the world's fingerprint. */
public final class DatabaseParts {
    private static final String AROUND = """
            SELECT pg_get_userbyid(d.datdba) || ' ' || d.datconnlimit || ' ' || d.datallowconn || ' '
                || coalesce(shobj_description(d.oid, 'pg_database'), '') || ' '
                || coalesce((SELECT string_agg(a.grantee::text || a.privilege_type || a.is_grantable, ',' ORDER BY a.grantee::text, a.privilege_type)
                       FROM aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a), '') || ' '
                || coalesce((SELECT string_agg(s.setrole::text || s.setconfig::text, ',' ORDER BY s.setrole)
                       FROM pg_db_role_setting s WHERE s.setdatabase = d.oid), '')
            FROM pg_database d WHERE d.datname = ?""";

    private DatabaseParts() {}

    /** The parts by name: which database it is, its schema, and what is set around it. */
    public static Map<String, String> of(Order order, Attempt attempt) {
        var server = Server.of(order, attempt);
        try (var maintenance = server.maintenance()) {
            var name = server.settings().name();
            var live = Server.find(maintenance, name);
            var parts = new LinkedHashMap<String, String>();
            parts.put("database", live.map(Identity::of).orElse("absent"));
            parts.put("schema", live.filter(Server.Database::open).isPresent() ? schema(server) : "closed");
            parts.put("database settings", around(maintenance, name));
            return parts;
        } catch (SQLException failed) {
            throw DatabaseFailure.of("taking the database's fingerprint", failed);
        }
    }

    /** The parts that tell the database, which a rollback of the code alone does not take back. */
    public static List<String> names() {
        return List.of("database", "schema", "database settings");
    }

    /** Whether what serves was restored from the proven dump of the original, which is gone. */
    public static boolean standsIn(Target target, Order order, Attempt attempt) {
        if (attempt.hands().section(DatabaseSettings.class).isEmpty()) return false;
        var server = Server.of(order, attempt);
        var identity = new Identity(attempt.hands().records(), target.deployment());
        try (var maintenance = server.maintenance()) {
            return Server.find(maintenance, server.settings().name())
                    .filter(live -> identity.standsIn(Identity.of(live)))
                    .isPresent();
        } catch (SQLException failed) {
            throw DatabaseFailure.of("looking which database serves", failed);
        }
    }

    private static String schema(Server server) throws SQLException {
        try (var live = server.live()) {
            return Sha256.of(Catalogue.text(live));
        }
    }

    private static String around(Connection maintenance, String name) throws SQLException {
        return Sha256.of(Sql.text(maintenance, AROUND, name)
                .orElseThrow(() -> new ActionFailed(
                        "DatabaseMissing",
                        name + ": does not exist on the server",
                        "Look which databases there are.",
                        false)));
    }
}
