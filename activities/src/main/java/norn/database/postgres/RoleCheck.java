package norn.database.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether Norn's role may make databases beside the one that serves, and put one of them in its place. */
public final class RoleCheck {
    private RoleCheck() {}

    /** What is wrong with the roles of that server's database. */
    public static List<String> problems(Server server, Connection maintenance) throws SQLException {
        var problems = new ArrayList<String>();
        var settings = server.settings();
        problems.addAll(missing(maintenance, List.of(settings.owner())));
        if (!isTrue(maintenance, "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")) {
            problems.add("role %s may not create databases".formatted(settings.user()));
        }
        if (SqlStatements.number(
                        maintenance,
                        "SELECT count(*) FROM pg_roles WHERE rolname = ? AND pg_has_role(current_user, oid, 'MEMBER')",
                        settings.owner())
                == 0) {
            problems.add("role %s is no member of %s".formatted(settings.user(), settings.owner()));
        }
        if (SqlStatements.number(maintenance, """
            SELECT count(*) FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
            WHERE d.datname = ? AND s.setrole <> 0\
            """, settings.name()) > 0
                && !isTrue(
                        maintenance, "SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user")) {
            problems.add("roles have settings of their own in %s, and role %s may not copy them (CREATEROLE)"
                    .formatted(settings.name(), settings.user()));
        }
        var owner = Server.find(maintenance, settings.name())
                .map(Server.DatabaseState::owner)
                .orElse("");
        if (!owner.equals(settings.owner())) {
            problems.add("database %s belongs to %s, not to %s".formatted(settings.name(), owner, settings.owner()));
        }
        return problems;
    }

    /** Those of the roles that do not exist, in words. */
    public static List<String> missing(Connection maintenance, List<String> roles) throws SQLException {
        var problems = new ArrayList<String>();
        for (var role : roles) {
            if (SqlStatements.number(maintenance, "SELECT count(*) FROM pg_roles WHERE rolname = ?", role) == 0) {
                problems.add("role %s does not exist".formatted(role));
            }
        }
        return problems;
    }

    private static boolean isTrue(Connection maintenance, String query) throws SQLException {
        return SqlStatements.text(maintenance, query).equals(Optional.of("t"));
    }
}
