package norn.local.rollback;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Heartbeats;
import norn.action.run.ActionRunner;
import norn.engine.Command;
import norn.environment.Host;
import norn.plan.Order;
import norn.run.Limits;
import norn.state.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The actions that run, each in a thread of its own. How each ends goes to the recorder, from that thread: an action that may be
 * tried again is, with growing intervals, as often as its step says.
 */
final class LocalActions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalActions.class);
    private static final Duration END_TIMEOUT = Duration.ofSeconds(20);

    private final Host host;
    private final Consumer<Event> recorder;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Heartbeat> running = new LinkedHashMap<>();

    LocalActions(Host host, Consumer<Event> recorder) {
        this.host = host;
        this.recorder = recorder;
    }

    /** Starts the step's action. */
    void start(Command.StartAction command, Order order) {
        var heartbeat = new Heartbeat(command.action().limit());
        running.put(key(command.step().id(), command.attempt()), heartbeat);
        threads.execute(() -> recorder.accept(ending(command, order, heartbeat)));
    }

    /** Its result is not needed any more: it ends at its next heartbeat. */
    void cancel(Command.CancelAction command) {
        var heartbeat = running.get(key(command.step(), command.attempt()));
        if (heartbeat != null) {
            heartbeat.stop("it was cancelled");
        }
    }

    /** The action of that step has ended. */
    void ended(String step, int attempt) {
        running.remove(key(step, attempt));
    }

    boolean isEmpty() {
        return running.isEmpty();
    }

    /** Sends a page or a notice, without waiting for it. One that fails is logged: the person at the terminal sees the state. */
    void send(String action, Order order) {
        threads.execute(() -> {
            try {
                new ActionRunner(host, Clock.systemUTC()).run(action, order, Heartbeats.ignored());
            } catch (ActionFailed | Attempt.Stopped failed) {
                LOG.warn("event={}-failed step={} reason={}", action, order.step(), failed.getMessage());
            }
        });
    }

    private Event ending(Command.StartAction command, Order order, Heartbeat heartbeat) {
        var step = command.step().id();
        var tries = command.step().tries();
        var pause = Limits.FIRST_RETRY_INTERVAL;
        while (true) {
            try {
                heartbeat.begin();
                var evidence = new ActionRunner(host, Clock.systemUTC())
                        .run(command.action().name(), order, heartbeat);
                return new Event.StepSucceeded(step, command.attempt(), evidence);
            } catch (ActionFailed failed) {
                if (!failed.retryable() || heartbeat.tryNumber() == tries || !heartbeat.pause(pause)) {
                    return new Event.StepFailed(
                            step,
                            command.attempt(),
                            failed.error(),
                            String.valueOf(failed.getMessage()),
                            failed.remedy());
                }
                pause = pause.multipliedBy(2).compareTo(Limits.MAX_RETRY_INTERVAL) > 0
                        ? Limits.MAX_RETRY_INTERVAL
                        : pause.multipliedBy(2);
            } catch (Attempt.Stopped stopped) {
                return heartbeat.isLate()
                        ? new Event.StepFailed(
                                step,
                                command.attempt(),
                                "TimeLimit",
                                "it took longer than its limit",
                                "Check what it waits for, then RETRY.")
                        : new Event.StepFailed(
                                step, command.attempt(), "Cancelled", String.valueOf(stopped.getMessage()), null);
            } catch (RuntimeException
                    | Error unforeseen) { // the runner names what it knows; the rollback goes on to ask people
                LOG.warn("event=action-broke step={}", step, unforeseen);
                return new Event.StepFailed(
                        step,
                        command.attempt(),
                        "Unexpected",
                        String.valueOf(unforeseen),
                        "Find the cause, then RETRY.");
            }
        }
    }

    private static String key(String step, int attempt) {
        return step + " " + attempt;
    }

    /** Ends what runs. */
    @Override
    public void close() {
        running.values().forEach(heartbeat -> heartbeat.stop("the rollback has ended"));
        threads.shutdown();
        try {
            if (!threads.awaitTermination(END_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** The heartbeats of one attempt's tries, which end it once it is cancelled or has taken too long. */
    private static final class Heartbeat implements Heartbeats {
        private final Duration limit;
        private volatile String stopped = "";
        private volatile long begunNanos;
        private final AtomicInteger tries = new AtomicInteger();

        private Heartbeat(Duration limit) {
            this.limit = limit;
        }

        private void begin() {
            begunNanos = System.nanoTime();
            tries.incrementAndGet();
        }

        private void stop(String reason) {
            stopped = reason;
        }

        private boolean isLate() {
            return stopped.isEmpty() && System.nanoTime() - begunNanos > limit.toNanos();
        }

        /** Waits; false where the action was cancelled meanwhile. */
        private boolean pause(Duration time) {
            try {
                TimeUnit.MILLISECONDS.sleep(time.toMillis());
                return stopped.isEmpty();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public void heartbeat(String progress) {
            requireWanted();
        }

        @Override
        public void requireWanted() {
            if (!stopped.isEmpty()) {
                throw new Attempt.Stopped(stopped);
            }
            if (isLate()) {
                throw new Attempt.Stopped("it took longer than its limit");
            }
        }

        @Override
        public int tryNumber() {
            return tries.get();
        }
    }
}
