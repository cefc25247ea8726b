package norn.worker;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityCompletionFailureException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import norn.action.Attempt;
import norn.action.Heartbeats;
import norn.action.WatchLook;
import org.jspecify.annotations.Nullable;

/**
 * The heartbeats of one try. They go on while an action reports nothing, so that only a lost worker counts as lost; an action that
 * hangs is ended by its limit. A try that ends at once sends none. Once the run no longer wants the result, the action's thread is interrupted.
 */
final class TemporalHeartbeats implements Heartbeats, AutoCloseable {
    private static final ScheduledExecutorService SCHEDULER = Executors.newScheduledThreadPool(2, work -> {
        var thread = new Thread(work, "heartbeats");
        thread.setDaemon(true);
        return thread;
    });
    private static final Duration FIRST_DELAY = Duration.ofMillis(500);
    private static final Duration MAX_INTERVAL = Duration.ofSeconds(2);

    private final ActivityExecutionContext context;
    private final Consumer<WatchLook> looks;
    private final Thread worker = Thread.currentThread();
    private final long begun = System.nanoTime();
    private final Future<?> keepAlive;
    private volatile long confirmed = begun;
    private volatile String progress = "";
    private volatile @Nullable String stopped;
    private boolean closed;

    TemporalHeartbeats(ActivityExecutionContext context, Consumer<WatchLook> looks) {
        this.context = context;
        this.looks = looks;
        var third = context.getInfo().getHeartbeatTimeout().dividedBy(3);
        var interval = third.isZero() || third.compareTo(MAX_INTERVAL) > 0 ? MAX_INTERVAL : third;
        keepAlive = SCHEDULER.scheduleWithFixedDelay(
                this::keepAlive, FIRST_DELAY.toMillis(), Math.max(100, interval.toMillis()), TimeUnit.MILLISECONDS);
    }

    private void keepAlive() {
        if (stopped != null) {
            return;
        }
        try {
            context.heartbeat(progress);
        } catch (ActivityCompletionException unwanted) {
            stop(unwanted);
        }
    }

    private synchronized void stop(ActivityCompletionException unwanted) {
        if (stopped != null || closed) {
            return;
        }
        stopped = unwanted.getClass().getSimpleName();
        worker.interrupt();
    }

    @Override
    public void heartbeat(String line) {
        progress = line;
        if (stopped == null
                && System.nanoTime() - begun >= FIRST_DELAY.toNanos()) { // each may ask the server, and wait for it
            try {
                context.heartbeat(line);
            } catch (ActivityCompletionException unwanted) {
                stopped = unwanted.getClass().getSimpleName();
            }
        }
        requireNotStopped();
    }

    @Override
    public void looked(WatchLook look) {
        looks.accept(look);
    }

    @Override
    public String run() {
        return String.valueOf(context.getInfo().getWorkflowRunId());
    }

    @Override
    public Instant orderedAt() {
        return Instant.ofEpochMilli(context.getInfo().getCurrentAttemptScheduledTimestamp());
    }

    /** Asks the server. While it does not answer, the try is wanted for as long as the server takes it to be alive. */
    @Override
    public void requireWanted() {
        if (stopped == null) {
            try {
                context.getWorkflowClient().newActivityCompletionClient().heartbeat(context.getTaskToken(), progress);
                confirmed = System.nanoTime();
            } catch (ActivityCompletionFailureException unreachable) {
                if (isGivenUp()) {
                    stopped = "the server does not answer";
                }
            } catch (ActivityCompletionException unwanted) {
                stopped = unwanted.getClass().getSimpleName();
            }
        }
        requireNotStopped();
    }

    private boolean isGivenUp() {
        var timeout = context.getInfo().getHeartbeatTimeout();
        return !timeout.isZero() && System.nanoTime() - confirmed >= timeout.toNanos();
    }

    private void requireNotStopped() {
        if (stopped != null) {
            throw new Attempt.Stopped("the run no longer wants the result: " + stopped);
        }
    }

    @Override
    public int tryNumber() {
        return context.getInfo().getAttempt();
    }

    /** Ends the heartbeats; the thread is free for other work, and is interrupted no more. */
    @Override
    public synchronized void close() {
        closed = true;
        keepAlive.cancel(false);
        if (Thread.interrupted() && stopped == null) {
            Thread.currentThread().interrupt();
        }
    }
}
