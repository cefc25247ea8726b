package norn.database.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import norn.limit.Limits;
import org.postgresql.PGConnection;

/**
 * What passes sessions on to others', such as PgBouncer: there, nothing that a session begins with need hold for its next statement.
 * Services may use one; Norn's own sessions lead to the server itself.
 */
public final class Pooler {
    /** What is wrong, where one is between. */
    public static final String BETWEEN = "url leads to a pooler, not to PostgreSQL itself";

    /** What to do about it. */
    public static final String REMEDY =
            "Let url lead to PostgreSQL itself, by its own host and port: the services may go"
                    + " on through the pooler.";

    private Pooler() {}

    /** Whether one is between: it gives its clients numbers of its own for the processes that serve them. */
    public static boolean isBetween(Connection session) throws SQLException {
        return SqlStatements.number(session, "SELECT pg_backend_pid()")
                != session.unwrap(PGConnection.class).getBackendPID();
    }

    /** Whether the session lacks what Norn's own begin with: one that is between drops that, or has another session's. */
    static boolean dropsSettings(Connection session) throws SQLException {
        return !SqlStatements.text(session, "SELECT setting FROM pg_settings WHERE name = 'statement_timeout'")
                .equals(Optional.of(Long.toString(Limits.STATEMENT.toMillis())));
    }

    /** Whether one that is between refuses what Norn's own sessions begin with. */
    static boolean isRefusal(SQLException failure) {
        return String.valueOf(failure.getMessage()).contains("unsupported startup parameter");
    }
}
