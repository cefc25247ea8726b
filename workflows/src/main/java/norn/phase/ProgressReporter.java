package norn.phase;

import io.temporal.workflow.Async;
import java.util.List;
import java.util.function.Supplier;
import norn.run.OtherRuns;
import norn.run.Progress;
import norn.state.Journal;

/**
 * Tells a phase's deployment what happened, by the signal {@code progress}: one at a time, each with all that is new by then.
 * Not every step is told, since that would double the time; what was not told comes with the result.
 */
public final class ProgressReporter {
    /** The signal's name. */
    public static final String PROGRESS = "progress";

    private final String deployment;
    private final Supplier<Journal> journal;
    /** How many entries the deployment is known to have. */
    private int confirmed;
    /** How many have been told on any way. */
    private int reported;

    private boolean wanted;
    private boolean busy;

    /** Tells {@code deployment}, which has {@code confirmed} entries already. */
    ProgressReporter(String deployment, Supplier<Journal> journal, int confirmed) {
        this.deployment = deployment;
        this.journal = journal;
        this.confirmed = confirmed;
        this.reported = confirmed;
    }

    /** The entries that have not been told on any way. */
    List<Journal.Entry> unreported() {
        var entries = journal.get().entries();
        return entries.subList(Math.min(reported, entries.size()), entries.size());
    }

    /** Tells what is new, as soon as the last telling has arrived. */
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
        if (OtherRuns.signal(deployment, PROGRESS, progress)) {
            confirmed = progress.from() + progress.entries().size();
        }
    }

    /** All that the deployment is not known to have, for an answer or for the result; counts as told. */
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
