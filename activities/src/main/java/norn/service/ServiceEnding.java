package norn.service;

import java.time.Duration;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.exec.LivingProcesses;
import norn.exec.Poller;

/**
 * Ends the processes of a service.
 *
 * @param timeout how long they may take to end after they were asked to; then they are killed, and the evidence says so
 */
record ServiceEnding(String name, Duration timeout, Attempt attempt) {
    private static final Duration POLL = Duration.ofMillis(20);

    /** @throws ActionFailed {@code StillRunning} where some survive even a kill */
    void end(LivingProcesses processes) throws InterruptedException {
        var poller = Poller.of(attempt, POLL);
        if (processes.terminate(timeout, poller, name)) {
            return;
        }
        attempt.evidence().value("killed", true);
        if (!processes.kill(poller, name)) {
            throw new ActionFailed(
                    "StillRunning",
                    "%s: processes %s survive even a kill".formatted(name, processes.alive()),
                    "Find what they wait for: a process in uninterruptible sleep hangs on a disk or network share.",
                    true);
        }
    }
}
