package norn.database.postgres;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import norn.limit.Limits;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseStatement;
import org.postgresql.core.QueryExecutor;
import org.postgresql.jdbc.PgConnection;

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

    /**
     * How PgBouncer turns clients away, which PostgreSQL does in other words and with other states.
     *
     * @see "PgBouncer 1.18: client.c, objects.c, janitor.c"
     */
    private static final Pattern REFUSAL = Pattern.compile(
            "unsupported startup parameter|no such database: |no such user\\b|no more connections allowed"
                    + "|(?:\"trust\"|SASL|PAM|password|certificate) authentication failed$|bouncer (?:config error|resources exhaustion)"
                    + "|\\b(?:query_wait|client_login|client_idle|idle_transaction)_timeout\\b|pgbouncer cannot connect to server"
                    + "|server login has been failing|database \".*\" is disabled$");

    private Pooler() {}

    /**
     * Whether one is between. Most give their clients numbers of their own for the processes that serve them; Pgpool-II passes on the
     * server's, and answers for itself what PostgreSQL refuses, where it is asked in one message. So that its log stays clean, PostgreSQL
     * is asked that only where something else than its own address was connected to.
     *
     * @see "Pgpool-II 4.3: SHOW pool_version"
     */
    static boolean isBetween(Connection session) throws SQLException {
        return SqlStatements.number(session, "SELECT pg_backend_pid()")
                        != session.unwrap(PGConnection.class).getBackendPID()
                || (!leadsToServer(session) && isPgpool(session));
    }

    /** What is wrong with that session, and what to do; null: it leads to the server itself. */
    public static @Nullable String problem(Connection session) throws SQLException {
        return isBetween(session) ? problem() : null;
    }

    /** The same of one that was refused. */
    public static String problem(SQLException refused) {
        return isRefusal(refused) ? problem() : String.valueOf(refused.getMessage());
    }

    private static String problem() {
        return "%s. %s".formatted(BETWEEN, REMEDY);
    }

    private static boolean leadsToServer(Connection session) throws SQLException {
        var wanted = session.unwrap(PgConnection.class).getQueryExecutor().getHostSpec();
        var server = SqlStatements.text(
                session, "SELECT host(inet_server_addr()) WHERE inet_server_port() = ?", wanted.getPort());
        try {
            return server.isPresent()
                    && List.of(InetAddress.getAllByName(wanted.getHost()))
                            .contains(InetAddress.getByName(server.get()));
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    private static boolean isPgpool(Connection session) throws SQLException {
        try (var statement = session.createStatement()) {
            return statement
                    .unwrap(BaseStatement.class)
                    .executeWithFlags("SHOW pool_version", QueryExecutor.QUERY_EXECUTE_AS_SIMPLE);
        } catch (SQLException refused) {
            if ("42704".equals(refused.getSQLState())) {
                return false;
            }
            throw refused;
        }
    }

    /** Whether the session lacks what Norn's own begin with: one that is between drops that, or has another session's. */
    static boolean dropsSettings(Connection session) throws SQLException {
        return !SqlStatements.text(session, "SELECT setting FROM pg_settings WHERE name = 'statement_timeout'")
                .equals(Optional.of(Long.toString(Limits.STATEMENT.toMillis())));
    }

    /** Whether it was one that is between that refused, and not PostgreSQL. */
    static boolean isRefusal(SQLException failure) {
        return REFUSAL.matcher(String.valueOf(failure.getMessage())).find();
    }
}
