package norn.journal;

import java.time.Instant;
import norn.plan.Plan;
import org.jspecify.annotations.Nullable;

/** Where a phase stands: what its journal comes to under its plan. */
@SuppressWarnings("DoNotCallSuggester") // the rules follow
public final class PhaseState {
    /** The state that {@code journal} comes to. */
    public static PhaseState of(Plan plan, Journal journal) {
        throw new UnsupportedOperationException();
    }

    /** The contract's status of the phase: rolling back, then paused, then waiting for people, then running. */
    public Status status() {
        throw new UnsupportedOperationException();
    }

    /** T-0; null while it is not known. */
    public @Nullable Instant t0() {
        throw new UnsupportedOperationException();
    }

    /** When players were first let in; null before. */
    public @Nullable Instant goLiveAt() {
        throw new UnsupportedOperationException();
    }

    /** Whether the world has been changed. */
    public boolean changed() {
        throw new UnsupportedOperationException();
    }

    /** How the phase ended; null while it goes on. */
    public @Nullable PhaseOutcome outcome() {
        throw new UnsupportedOperationException();
    }

    /** Whether every step so far went as planned: none skipped, none failed for good, no NO_GO passed over. */
    public boolean flawless() {
        throw new UnsupportedOperationException();
    }
}
