package norn.local.server;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

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
        var deadline = Instant.now().plus(timeout);
        while (isRunning()) {
            if (Instant.now().isAfter(deadline)) {
                return false;
            }
            pause(POLL);
        }
        return true;
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the local server", e);
        }
    }

    private static Optional<String> started(ProcessHandle process) {
        var stat = Path.of("/proc", Long.toString(process.pid()), "stat");
        try {
            // pid (name) state ppid … starttime is the 22nd field; the name may hold spaces
            var line = Files.readString(stat);
            var fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            var boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id"));
            return fields[0].equals("Z") ? Optional.empty() : Optional.of(boot.strip() + "/" + fields[19]);
        } catch (IOException notLinuxOrGone) {
            return process.info().startInstant().map(Instant::toString);
        }
    }
}
