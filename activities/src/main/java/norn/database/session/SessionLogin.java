package norn.database.session;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Begins sessions with a database that allows few: a server counts one that was ended for a moment longer, in PostgreSQL and MariaDB alike,
 * so that whoever ends one and begins the next can be refused because of itself.
 */
public final class SessionLogin {
    private static final int TRIES = 20;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private SessionLogin() {}

    /** What asks the server for a session. */
    public interface Login {
        /** Asks once. */
        Connection open() throws SQLException;
    }

    /**
     * A session.
     *
     * @param noneLeft whether the server refused because no session is left; it is asked again for some two seconds then
     * @throws SQLException the last refusal
     */
    public static Connection open(Login login, Predicate<SQLException> noneLeft) throws SQLException {
        for (var left = TRIES; ; left--) {
            try {
                return login.open();
            } catch (SQLException refused) {
                if (left == 0
                        || !noneLeft.test(refused)
                        || Thread.currentThread().isInterrupted()) {
                    throw refused;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
