package norn.engine;

import java.time.Instant;
import java.util.List;
import norn.journal.Event;
import norn.journal.Journal;
import norn.journal.PhaseState;
import norn.plan.Plan;
import org.jspecify.annotations.Nullable;

/** The rules of one phase, pure: messages and events in, commands out; the journal says how it came about. */
@SuppressWarnings("DoNotCallSuggester") // the rules follow
public final class PhaseEngine {
    /** A phase that begins: records {@code PhaseStarted}, what the installation leaves out, and what people attested early. */
    public PhaseEngine(Plan plan, Begin begin, Instant now) {
        throw new UnsupportedOperationException();
    }

    /**
     * The engine as it was when it had written {@code journal}. Actions that ran then count as running: whoever lost them asks
     * for {@link #running()}.
     */
    public static PhaseEngine resume(Plan plan, Begin begin, Journal journal) {
        throw new UnsupportedOperationException();
    }

    /** Takes what a person says, or refuses it; either way it is recorded. */
    public Answer accept(Message message, Instant now) {
        throw new UnsupportedOperationException();
    }

    /** Records a message that could not even be read, or that has no such name. */
    public void refuse(String message, @Nullable String by, String reason, Instant now) {
        throw new UnsupportedOperationException();
    }

    /** Records what happened: {@code StepSucceeded}, {@code StepFailed} or {@code Cancelled}. */
    public void record(Event event, Instant now) {
        throw new UnsupportedOperationException();
    }

    /** What is to be done now: each start, cancellation and page once, and the nearest time to ask again. */
    public List<Command> next(Instant now) {
        throw new UnsupportedOperationException();
    }

    /** The starts of the actions that run, once more: for a driver that lost them. */
    public List<Command.StartAction> running() {
        throw new UnsupportedOperationException();
    }

    /** Where the phase stands. */
    public PhaseState state() {
        throw new UnsupportedOperationException();
    }

    /** All that happened so far. */
    public Journal journal() {
        throw new UnsupportedOperationException();
    }
}
