package norn.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That somebody ended the lock under which a phase changes the environment, and another run has it: people are asked.
 *
 * @param holder who has it, in words
 * @param attempt counts from 1: how often it was lost
 * @param answer what people said; null: nothing yet
 */
public record LostLock(String holder, Instant since, int attempt, Event.@Nullable Choice answer) {
    /** By this id people answer. */
    public static final String ID = "environment-lock";

    /** Whether people are still asked. */
    public boolean isOpen() {
        return answer == null;
    }

    /** Whether the phase may go on once it has the lock again. */
    public boolean mayGoOn() {
        return answer == Event.Choice.RETRY;
    }

    LostLock answered(Event.Choice choice) {
        return new LostLock(holder, since, attempt, choice);
    }
}
