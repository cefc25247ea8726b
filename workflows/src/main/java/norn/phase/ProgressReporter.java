package norn.phase;

import io.temporal.workflow.Async;
import java.util.List;
import java.util.function.Supplier;
import norn.run.Limits;
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

    /** What was not sent yet, for an answer; it counts as sent. */
    Progress takeUnreported() {
        var entries = journal.get().entries();
        var from = Math.min(reported, entries.size());
        reported = entries.size();
        return new Progress(journal.get().phase(), from, entries.subList(from, entries.size()));
    }

    /** Whether more is unconfirmed than one message should bring. */
    boolean isFarBehind() {
        return journal.get().entries().size() - confirmed > Limits.MAX_PROGRESS_ENTRIES;
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
                var progress = takeNext();
                if (!progress.entries().isEmpty() && send(progress)) {
                    wanted |= isFarBehind();
                }
            }
            busy = false;
        });
    }

    private boolean send(Progress progress) {
        var arrived = OtherRuns.signal(deployment, InternalSignals.PROGRESS, progress);
        if (arrived) {
            confirmed = progress.from() + progress.entries().size();
        }
        return arrived;
    }

    /** What one signal brings of the entries that the deployment is not known to have. */
    private Progress takeNext() {
        var all = takeUnconfirmed();
        return new Progress(
                all.phase(),
                all.from(),
                all.entries()
                        .subList(
                                0,
                                Math.min(
                                        Limits.MAX_PROGRESS_ENTRIES,
                                        all.entries().size())));
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
