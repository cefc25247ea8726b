package norn.deployment;

import io.temporal.workflow.Async;
import java.util.List;
import java.util.function.Supplier;
import norn.journal.Journal;

/**
 * Tells a phase's deployment what happened, by the signal {@code progress}: one at a time, each with all that is new by then.
 * Not every step is told, since that would double the time; what was not told comes with the result.
 */
final class Telling {
    /** The signal's name. */
    static final String PROGRESS = "progress";

    private final String deployment;
    private final Supplier<Journal> journal;
    /** How many entries the deployment is known to have. */
    private int known;
    /** How many have been told on any way. */
    private int told;

    private boolean wanted;
    private boolean busy;

    /** Tells {@code deployment}, which has {@code known} entries already. */
    Telling(String deployment, Supplier<Journal> journal, int known) {
        this.deployment = deployment;
        this.journal = journal;
        this.known = known;
        this.told = known;
    }

    /** The entries that have not been told on any way. */
    List<Journal.Entry> untold() {
        var entries = journal.get().entries();
        return entries.subList(Math.min(told, entries.size()), entries.size());
    }

    /** Tells what is new, as soon as the last telling has arrived. */
    void tell() {
        wanted = true;
        if (busy) return;
        busy = true;
        Async.procedure(() -> {
            while (wanted) {
                wanted = false;
                var news = news();
                if (!news.entries().isEmpty()) send(news);
            }
            busy = false;
        });
    }

    private void send(Progress news) {
        if (Runs.signal(deployment, PROGRESS, news))
            known = news.from() + news.entries().size();
    }

    /** All that the deployment is not known to have, for an answer or for the result; counts as told. */
    Progress news() {
        var entries = journal.get().entries();
        told = entries.size();
        return new Progress(
                journal.get().phase(), known, entries.subList(Math.min(known, entries.size()), entries.size()));
    }

    /** How many entries the deployment is known to have. */
    int known() {
        return known;
    }

    /** Whether nothing is on its way. */
    boolean isIdle() {
        return !busy;
    }
}
