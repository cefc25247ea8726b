package norn.database.postgres;

import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.exec.Poller;

/** Long work during which the attempt sends heartbeats. */
public final class HeartbeatRunner {
    private HeartbeatRunner() {}

    /** How to make the work end before its time. */
    public interface Cancellation {
        void cancel() throws SQLException, InterruptedException;
    }

    /**
     * Does the work in a thread of its own.
     *
     * @param stop called when the run no longer wants it; the work is waited for then
     */
    public static <T> T run(Attempt attempt, String doing, Callable<T> work, Cancellation stop)
            throws InterruptedException {
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

    private static RuntimeException failure(String doing, Throwable cause) {
        if (cause instanceof RuntimeException known) {
            return known;
        }
        if (cause instanceof SQLException server) {
            return DatabaseFailure.of(doing, server);
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
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (SQLException gone) {
            thread.interrupt();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
