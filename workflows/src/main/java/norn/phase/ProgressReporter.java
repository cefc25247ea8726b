package norn.phase;

import io.temporal.workflow.Async;
import java.util.List;
import java.util.function.Supplier;
import norn.run.OtherRuns;
import norn.run.Progress;
import norn.state.Journal;

/**
 * Reports a phase's journal to its deployment by the signal {@code progress}: one signal at a time, each with all entries since the
 * last. Not every step is reported at once, since that would double the time; the rest comes with the result.
 */
final class ProgressReporter {
    private final String deployment;
    private final Supplier<Journal> journal;
    /** How many entries the deployment is known to have. */
    private int confirmed;
    /** How many were sent to it, by signal, answer or result. */
    private int reported;

    private boolean wanted;
    private boolean busy;

    /** Reports to {@code deployment}, which has {@code confirmed} entries already. */
    ProgressReporter(String deployment, Supplier<Journal> journal, int confirmed) {
        this.deployment = deployment;
        this.journal = journal;
        this.confirmed = confirmed;
        this.reported = confirmed;
    }

    /** The entries that were not sent yet. */
    List<Journal.Entry> unreported() {
        var entries = journal.get().entries();
        return entries.subList(Math.min(reported, entries.size()), entries.size());
    }

    /** Reports what is new, as soon as the last signal has arrived. */
    void report() {
        wanted = true;
        if (busy) {
            return;
        }
        busy = true;
        Async.procedure(() -> {
            while (wanted) {
                wanted = false;
                var progress = takeUnconfirmed();
                if (!progress.entries().isEmpty()) {
                    send(progress);
                }
            }
            busy = false;
        });
    }

    private void send(Progress progress) {
        if (OtherRuns.signal(deployment, InternalSignals.PROGRESS, progress)) {
            confirmed = progress.from() + progress.entries().size();
        }
    }

    /** The entries that the deployment is not known to have, for an answer or for the result; they count as sent. */
    Progress takeUnconfirmed() {
        var entries = journal.get().entries();
        reported = entries.size();
        return new Progress(
                journal.get().phase(), confirmed, entries.subList(Math.min(confirmed, entries.size()), entries.size()));
    }

    /** How many entries the deployment is known to have. */
    int confirmed() {
        return confirmed;
    }

    /** Whether nothing is on its way. */
    boolean isIdle() {
        return !busy;
    }
}
