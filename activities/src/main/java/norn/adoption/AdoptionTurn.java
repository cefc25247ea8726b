package norn.adoption;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import norn.action.ActionFailed;
import norn.action.run.HostLock;
import norn.environment.Host;
import norn.state.Evidence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The turn of the one that adopts an installation, or takes an adoption back, on this host: from its first look to the last record. What
 * it found would not be so any more, and what it records not be true, if another did the same meanwhile. It ends with the process.
 */
record AdoptionTurn(Host host, Clock clock) {
    private static final Logger LOG = LoggerFactory.getLogger(AdoptionTurn.class);

    /**
     * Does the work in its turn.
     *
     * @param by who ordered it
     * @throws ActionFailed {@code AdoptionRuns} where another one is at it
     */
    Evidence holding(String by, Supplier<Evidence> work) {
        var file = host.records().resolve("adoption.lock");
        var turn = HostLock.tryAcquire(file, false)
                .orElseThrow(() -> new ActionFailed(
                        "AdoptionRuns",
                        "%s is being adopted on this host already, or its adoption taken back: %s"
                                .formatted(
                                        host.environment(),
                                        HostLock.noted(file).orElse("by a process that has noted nothing of itself")),
                        "Wait for its end. If nobody has its terminal any more, end the process: then this command goes"
                                + " on from what is.",
                        false));
        try {
            note(turn, by);
            return work.get();
        } finally {
            turn.close();
        }
    }

    private void note(HostLock turn, String by) {
        try {
            turn.note("by %s, process %d, since %s"
                    .formatted(
                            by, ProcessHandle.current().pid(), clock.instant().truncatedTo(ChronoUnit.SECONDS)));
        } catch (UncheckedIOException unwritable) { // it is held all the same
            LOG.warn("event=adoption-not-noted reason={}", unwritable.getMessage());
        }
    }
}
