package norn.exec;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/** Processes that are to end, whichever of them live at the moment. */
@FunctionalInterface
public interface LivingProcesses {
    /** How long a killed process may take to be gone. */
    Duration KILL_TIMEOUT = Duration.ofSeconds(10);

    /** The pids of those that live now, zombies excluded. */
    List<Long> alive();

    /** Asks every one of them to end, also those that are started meanwhile. Returns whether all have in that time. */
    default boolean terminate(Duration timeout, Poller poller, String name) throws InterruptedException {
        var asked = new HashSet<Long>();
        return poller.await(
                        timeout,
                        () -> {
                            var alive = alive();
                            alive.stream()
                                    .filter(asked::add)
                                    .forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy));
                            return alive;
                        },
                        List::isEmpty,
                        alive -> waiting(name, alive))
                .isEmpty();
    }

    /** Kills every one of them, until none is left. Returns false where some survive even that. */
    default boolean kill(Poller poller, String name) throws InterruptedException {
        return poller.await(
                        KILL_TIMEOUT,
                        () -> {
                            var alive = alive();
                            alive.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
                            return alive;
                        },
                        List::isEmpty,
                        alive -> waiting(name, alive))
                .isEmpty();
    }

    private static String waiting(String name, List<Long> alive) {
        return "%s: waiting for processes %s to end".formatted(name, alive);
    }
}
