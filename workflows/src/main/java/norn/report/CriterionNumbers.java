package norn.report;

import norn.plan.Plan;
import norn.runbook.Criterion;
import org.jspecify.annotations.Nullable;

/** A criterion's two numbers: what was measured for it, and its limit. */
final class CriterionNumbers {
    private CriterionNumbers() {}

    /** The criterion's limit; null where the environment's policy names none. */
    static @Nullable Double of(Plan plan, Criterion criterion) {
        return criterion.threshold() == null ? null : plan.policy().thresholds().get(criterion.threshold());
    }

    /** What was measured for the criterion; null where nobody did, or only people see it. */
    static Measurements.@Nullable Aggregate measured(Plan plan, Criterion criterion, Measurements measurements) {
        var measure = criterion.measure() == null ? null : plan.runbook().measure(criterion.measure());
        return measure == null ? null : measure.map(measurements::aggregate).orElse(null);
    }
}
