package norn.database.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import norn.limit.Limits;
import norn.plan.ShortText;

/** The sessions of others in a database, which must end before it can be copied or renamed. */
public final class OtherSessions {
    /**
     * Without the right to see more of a session than that it is there, the server does not say of which kind it is. Autovacuum's workers are
     * of no user; the server ends them itself when a database is copied or renamed.
     */
    private static final String SESSIONS = """
        FROM pg_stat_activity a LEFT JOIN pg_roles r ON r.oid = a.usesysid
        WHERE a.datname = ? AND a.pid <> pg_backend_pid() AND a.usesysid IS NOT NULL
          AND coalesce(a.backend_type, '') <> 'parallel worker'\
        """;

    private static final String MAY_END = """
        (EXISTS (SELECT FROM pg_roles me WHERE me.rolname = current_user AND me.rolsuper)
         OR (r.oid IS NOT NULL AND NOT r.rolsuper
             AND (pg_has_role(current_user, r.oid, 'USAGE') OR pg_has_role(current_user, 'pg_signal_backend', 'USAGE'))))\
        """;

    private static final String WHOSE = """
        'a session of ' || a.usename
        || coalesce(' (' || nullif(a.application_name, '') || ')', '') || coalesce(' from ' || host(a.client_addr), '') || ', pid ' || a.pid\
        """;

    private OtherSessions() {}

    /** Those that there are, whose and where from. */
    public static List<String> of(Connection maintenance, String database) throws SQLException {
        return SqlStatements.list(
                maintenance,
                "SELECT " + WHOSE + " " + SESSIONS + " ORDER BY a.pid",
                row -> ShortText.line(row.getString(1), Limits.SHOWN_CHARACTERS),
                database);
    }

    /** Those among them that the session's role may not end. */
    public static List<String> thatStay(Connection maintenance, String database) throws SQLException {
        return SqlStatements.list(
                maintenance,
                "SELECT " + WHOSE + " " + SESSIONS + " AND NOT " + MAY_END + " ORDER BY a.pid",
                row -> ShortText.line(row.getString(1), Limits.SHOWN_CHARACTERS),
                database);
    }

    /** Ends those that it may end. */
    static void end(Connection maintenance, String database) throws SQLException {
        SqlStatements.list(
                maintenance,
                "SELECT pg_terminate_backend(a.pid) " + SESSIONS + " AND " + MAY_END,
                row -> row.getBoolean(1),
                database);
    }
}
