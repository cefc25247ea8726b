package norn.database.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import norn.action.ActionFailed;
import norn.action.Attempt;
import org.postgresql.util.PSQLException;

/**
 * Asks a server again and again, in a session of its own each time, while long work is done there: a statement may take hours, but a
 * server that answers nobody any more is found in a minute. The work's next heartbeat fails then.
 */
public final class ServerWatch implements AutoCloseable {
    private final BooleanSupplier answers;
    private final Duration limit;
    private final Thread thread;
    private volatile long answeredAt = System.nanoTime();

    private ServerWatch(BooleanSupplier answers, Duration limit) {
        this.answers = answers;
        this.limit = limit;
        this.thread = new Thread(this::ask, "norn: asking the database server");
        thread.setDaemon(true);
    }

    /** Begins to ask. The server may be silent for so long. */
    static ServerWatch start(SqlSession session, Duration limit) {
        var bounded = session.withTimeout(limit.dividedBy(4));
        return start(() -> isAnswered(bounded), limit);
    }

    /** Begins to ask in that way, which must end within a quarter of the limit. A refusal is an answer too. */
    public static ServerWatch start(BooleanSupplier answers, Duration limit) {
        var watch = new ServerWatch(answers, limit);
        watch.thread.start();
        return watch;
    }

    /** The attempt, whose heartbeats fail once the server is silent. */
    public Attempt over(Attempt attempt) {
        return new WatchedAttempt(attempt, this);
    }

    /** @throws ActionFailed {@code DatabaseUnreachable} where the server has been silent for too long */
    void check() {
        var silent = Duration.ofNanos(System.nanoTime() - answeredAt);
        if (silent.compareTo(limit) > 0) {
            throw new ActionFailed(
                    "DatabaseUnreachable",
                    "the server has answered nobody for %d s".formatted(silent.toSeconds()),
                    "Check that the server runs, then RETRY.",
                    true);
        }
    }

    private void ask() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                if (answers.getAsBoolean()) {
                    answeredAt = System.nanoTime();
                }
                Thread.sleep(limit.dividedBy(10).toMillis());
            } catch (InterruptedException ended) {
                return;
            }
        }
    }

    private static boolean isAnswered(SqlSession session) {
        try (var connection = session.open()) {
            return SqlStatements.number(connection, "SELECT 1") == 1;
        } catch (SQLException refused) {
            return refused instanceof PSQLException server && server.getServerErrorMessage() != null;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
