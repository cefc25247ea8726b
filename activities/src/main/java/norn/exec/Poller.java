package norn.exec;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import norn.action.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * Waits: it checks at an interval, sends heartbeats with a line for people meanwhile, and stops when the run no longer wants
 * the result ({@link Attempt.Stopped}, or an interruption).
 */
public final class Poller {
    /** Longer than anything lasts. */
    public static final Duration FOREVER = Duration.ofDays(36_500);

    private static final Duration HEARTBEAT_INTERVAL = Duration.ofMillis(500);
    private static final long HEARTBEAT_NANOS = HEARTBEAT_INTERVAL.toNanos();

    private final @Nullable Attempt attempt;
    private final long intervalNanos;
    private @Nullable Long lastHeartbeat;

    private Poller(@Nullable Attempt attempt, Duration interval) {
        this.attempt = attempt;
        this.intervalNanos = interval.toNanos();
    }

    /** One for that attempt, that checks as often as it sends heartbeats. */
    public static Poller of(Attempt attempt) {
        return new Poller(attempt, HEARTBEAT_INTERVAL);
    }

    /** One for that attempt. With the interval zero, the check itself has to wait a little. */
    public static Poller of(Attempt attempt, Duration interval) {
        return new Poller(attempt, interval);
    }

    /** One that sends no heartbeats: for what must end although its run has stopped. */
    public static Poller withoutHeartbeats(Duration interval) {
        return new Poller(null, interval);
    }

    /** What is checked. */
    @FunctionalInterface
    public interface Check<T, X extends Exception> {
        /** How it stands now. */
        T check() throws X, InterruptedException;
    }

    /**
     * Checks, at least once, until the result is as wanted or the time is over.
     *
     * @param progress the line for people, from the last result
     * @return the last result, as wanted or not
     */
    public <T, X extends Exception> T await(
            Duration timeout, Check<T, X> check, Predicate<? super T> done, Function<? super T, String> progress)
            throws X, InterruptedException {
        var until = System.nanoTime() + timeout.toNanos();
        while (true) {
            var result = check.check();
            var left = until - System.nanoTime();
            if (done.test(result) || left <= 0) {
                return result;
            }
            heartbeat(() -> progress.apply(result));
            TimeUnit.NANOSECONDS.sleep(Math.min(intervalNanos, left));
        }
    }

    /** Waits for the task's result. */
    public <T> T await(Future<T> task, String progress) throws ExecutionException, InterruptedException {
        while (true) {
            try {
                return task.get(intervalNanos, TimeUnit.NANOSECONDS);
            } catch (TimeoutException notYet) {
                heartbeat(() -> progress);
            }
        }
    }

    /** Waits that long. */
    public void pause(Duration time, Supplier<String> progress) throws InterruptedException {
        var until = System.nanoTime() + time.toNanos();
        for (var left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
            heartbeat(progress);
            TimeUnit.NANOSECONDS.sleep(Math.min(HEARTBEAT_NANOS, left));
        }
    }

    private void heartbeat(Supplier<String> progress) {
        var now = System.nanoTime();
        if (attempt != null && (lastHeartbeat == null || now - lastHeartbeat >= HEARTBEAT_NANOS)) {
            attempt.heartbeat(progress.get());
            lastHeartbeat = now;
        }
    }
}
