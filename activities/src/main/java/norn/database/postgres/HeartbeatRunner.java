package norn.database.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.exec.Poller;

/** Long work during which the attempt sends heartbeats. */
public final class HeartbeatRunner {
    private static final Duration CANCELLATION_TIMEOUT = Duration.ofSeconds(10);

    private HeartbeatRunner() {}

    /** How to make the work end before its time. */
    public interface Cancellation {
        /** Asks it to end. */
        void cancel() throws SQLException, InterruptedException;

        /** Cuts it off, where it did not end in time. */
        default void abort() throws SQLException {}
    }

    /**
     * Does the work in a thread of its own.
     *
     * @param stop called when the run no longer wants it; the work is waited for then
     */
    public static <T> T run(Attempt attempt, String doing, Callable<T> work, Cancellation stop)
            throws SQLException, InterruptedException {
        var task = new FutureTask<>(work);
        var thread = new Thread(task, "norn: " + doing);
        thread.setDaemon(true);
        thread.start();
        try {
            return Poller.of(attempt).await(task, doing);
        } catch (ExecutionException failed) {
            throw failure(doing, failed.getCause() == null ? failed : failed.getCause());
        } finally {
            if (!task.isDone()) {
                end(thread, stop);
            }
        }
    }

    private static RuntimeException failure(String doing, Throwable cause) throws SQLException {
        if (cause instanceof RuntimeException known) {
            return known;
        }
        if (cause instanceof SQLException server) {
            throw server;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new ActionFailed(
                "Unexpected",
                "%s: %s".formatted(doing, cause.getClass().getSimpleName()),
                "Find the cause, then RETRY.",
                true,
                cause);
    }

    private static void end(Thread thread, Cancellation stop) {
        try {
            stop.cancel();
            thread.join(CANCELLATION_TIMEOUT.toMillis());
        } catch (SQLException | ActionFailed gone) {
            thread.interrupt();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        try {
            if (thread.isAlive()) {
                stop.abort();
            }
        } catch (SQLException gone) {
            thread.interrupt();
        }
    }
}
