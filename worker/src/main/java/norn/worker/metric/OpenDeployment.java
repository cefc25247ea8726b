package norn.worker.metric;

import norn.report.Checklist;
import norn.report.Situation;
import org.jspecify.annotations.Nullable;

/**
 * A deployment, or a rollback that a person started, that has not ended.
 *
 * @param environment null: it does not say
 * @param status the contract's; null: it does not say
 * @param view null: it did not answer
 */
record OpenDeployment(
        @Nullable String environment,
        @Nullable String status,
        @Nullable View view) {
    /** What it answered. */
    record View(Checklist checklist, Situation situation) {}
}
