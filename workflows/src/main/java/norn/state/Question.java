package norn.state;

import java.time.Instant;

/**
 * A criterion that was met, and whether people are still asked about it.
 *
 * @param attempt counts how often it was met, from 1
 * @param step whose measurement showed it
 * @param open people are asked: KEEP or ROLL_BACK
 */
public record Question(String criterion, int attempt, Instant since, String step, String detail, boolean open) {
    /** Answered, or no longer of interest. */
    public Question closed() {
        return new Question(criterion, attempt, since, step, detail, false);
    }
}
