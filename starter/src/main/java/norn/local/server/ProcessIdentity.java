package norn.local.server;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import norn.exec.Poller;
import norn.exec.ProcessStat;

/**
 * One process: its number, and the moment of its start, which distinguishes it from a later process with that number.
 *
 * @param pid its number
 * @param started when it started: on Linux the boot and the clock ticks since, which no change of the wall clock moves;
 *     elsewhere a time
 */
public record ProcessIdentity(long pid, String started) {
    private static final Duration POLL = Duration.ofMillis(20);

    /** The identity of the process with that number; empty where none runs. */
    public static Optional<ProcessIdentity> of(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(ProcessIdentity::started)
                .map(started -> new ProcessIdentity(pid, started));
    }

    /** Whether this very process still runs. */
    @JsonIgnore
    public boolean isRunning() {
        return of(pid).filter(this::equals).isPresent();
    }

    /** Asks it to end, and kills it where it still runs after {@code timeout}. Touches no other process. */
    public void end(Duration timeout) {
        if (isRunning()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        }
        if (!awaitEnd(timeout)) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            awaitEnd(timeout);
        }
    }

    private boolean awaitEnd(Duration timeout) {
        return await(timeout, () -> !isRunning());
    }

    /** Waits until the condition holds; false where it does not in time. */
    static boolean await(Duration timeout, BooleanSupplier condition) {
        try {
            return Poller.withoutHeartbeats(POLL)
                    .await(timeout, condition::getAsBoolean, Boolean::booleanValue, holds -> "");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a process", interrupted);
        }
    }

    private static Optional<String> started(ProcessHandle process) {
        var boot = ProcessStat.bootId();
        if (boot.isEmpty()) {
            return process.info().startInstant().map(Instant::toString); // not Linux
        }
        return ProcessStat.of(process.pid())
                .filter(stat -> !stat.zombie())
                .map(stat -> boot.get() + "/" + stat.startedTicks());
    }
}
