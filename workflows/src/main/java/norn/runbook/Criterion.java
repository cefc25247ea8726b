package norn.runbook;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition that calls for a rollback, or that a success must fulfil.
 *
 * @param measure key of the measured value in an evidence's values; null: only people see it
 * @param threshold name of the limit in the environment's policy; null where only people see it
 * @param comparison how the value must compare to the threshold for the criterion to be met
 * @param response what a met rollback criterion does; of no meaning for a success criterion
 * @param deadline how long people have to answer, real time; null: without limit
 * @param mode what a rollback for this reason restores
 */
public record Criterion(
        String id,
        String title,
        Purpose purpose,
        List<String> covers,
        @Nullable String measure,
        @Nullable String threshold,
        Comparison comparison,
        Response response,
        @Nullable Duration deadline,
        RollbackMode mode,
        @Nullable String note) {
    public Criterion {
        covers = List.copyOf(covers);
    }

    /** What a criterion decides. */
    public enum Purpose {
        ROLLBACK,
        SUCCESS
    }

    /** How a value compares to its threshold. */
    public enum Comparison {
        ABOVE,
        BELOW;

        /** Whether {@code value} compares so to {@code threshold}; equal is neither above nor below. */
        public boolean holds(double value, double threshold) {
            return this == ABOVE ? value > threshold : value < threshold;
        }
    }

    /** What a rollback criterion does when it is met. */
    public enum Response {
        /** The rollback starts by itself. */
        ROLL_BACK,
        /** People are asked until the deadline: KEEP or ROLL_BACK; without an answer, what loses no data is rolled back. */
        ASK,
        /** Only a person's order starts it. */
        ORDERED
    }
}
