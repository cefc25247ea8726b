package norn.state;

import java.time.Instant;
import norn.plan.Asking;
import norn.runbook.Criterion;
import org.jspecify.annotations.Nullable;

/**
 * A criterion that was met, or of which nobody can say whether it is, and whether people are still asked about it.
 *
 * @param attempt counts how often people were asked, from 1
 * @param step whose measurement showed it
 * @param open people are asked: KEEP or ROLL_BACK
 * @param value what was seen last; null: nothing was measured
 * @param unknown nobody can say whether it is met: then nothing is rolled back unasked
 * @param seenAt when it was seen last
 * @param deadlineFrom when its deadline began to run, last
 */
public record Question(
        String criterion,
        int attempt,
        Instant since,
        String step,
        String detail,
        boolean open,
        @Nullable Double value,
        boolean unknown,
        Instant seenAt,
        Instant deadlineFrom) {
    static Question of(Event.CriterionMet event, Instant at, boolean open, @Nullable Question previous) {
        if (previous == null
                || !previous.open()
                || previous.attempt() != event.attempt()
                || previous.unknown() != event.unknown()) {
            return of(event, at, open, at, at);
        }
        return of(event, at, open, previous.since(), previous.deadlineFrom());
    }

    private static Question of(
            Event.CriterionMet event, Instant at, boolean open, Instant since, Instant deadlineFrom) {
        return new Question(
                event.criterion(),
                event.attempt(),
                since,
                event.step(),
                event.detail(),
                open,
                event.value(),
                event.unknown(),
                at,
                deadlineFrom);
    }

    /** Answered, or no longer of interest. */
    public Question closed() {
        return new Question(criterion, attempt, since, step, detail, false, value, unknown, seenAt, deadlineFrom);
    }

    /** Still open after its deadline, which begins anew. */
    Question askedAgain(Instant at) {
        return new Question(criterion, attempt, since, step, detail, open, value, unknown, seenAt, at);
    }

    /** Until when it is not asked again, unless it gets clearly worse. */
    public Instant coveredUntil(Asking asking) {
        return seenAt.plus(asking.keepCovers());
    }

    /** The value from which on it is clearly worse than what was seen; null: nothing was measured. */
    public @Nullable Double clearlyWorse(Criterion.Comparison comparison, Asking asking) {
        if (value == null) {
            return null;
        }
        var more = Math.max(asking.clearly(value), Double.MIN_NORMAL);
        return comparison == Criterion.Comparison.ABOVE ? value + more : value - more;
    }

    /** Whether an answer to it covers that value at that time; null: nothing was measured. */
    public boolean covers(@Nullable Double now, Instant at, Criterion.Comparison comparison, Asking asking) {
        var worse = clearlyWorse(comparison, asking);
        return !unknown
                && at.isBefore(coveredUntil(asking))
                && (now == null || worse == null || !comparison.holds(now, worse));
    }
}
