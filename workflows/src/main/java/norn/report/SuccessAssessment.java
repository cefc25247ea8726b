package norn.report;

import java.util.List;
import norn.plan.Plan;
import norn.runbook.Criterion;
import norn.state.Journal;
import org.jspecify.annotations.Nullable;

/**
 * Whether a success criterion is met, by what was measured and told since go-live. No data is not good.
 *
 * @param value null where nobody measured it
 * @param limit null where the environment's policy names none
 * @param source the step that measured it, or {@code incidents} for the incident log; null where nobody did
 * @param method what the value is of several, such as {@code worst of 9}; null where nobody measured it
 */
public record SuccessAssessment(
        Criterion criterion,
        Fulfilment fulfilment,
        @Nullable Double value,
        @Nullable Double limit,
        @Nullable String source,
        @Nullable String method) {
    /** The measure that the incident log itself answers: P1 incidents, closed ones included. */
    public static final String CRITICAL_INCIDENTS = "criticalIncidents";

    /** What the measured value says. */
    public enum Fulfilment {
        MET,
        UNMET,
        NO_DATA
    }

    /** Each success criterion of the plan, in its order. */
    public static List<SuccessAssessment> of(Plan plan, List<Journal> journals) {
        var measurements = Measurements.of(plan, journals);
        return plan.runbook().criteria().stream()
                .filter(criterion -> criterion.purpose() == Criterion.Purpose.SUCCESS)
                .map(criterion -> assess(plan, criterion, measurements))
                .toList();
    }

    /** Whether every success criterion is met. */
    public static boolean allMet(List<SuccessAssessment> all) {
        return all.stream().allMatch(assessment -> assessment.fulfilment() == Fulfilment.MET);
    }

    private static SuccessAssessment assess(Plan plan, Criterion criterion, Measurements measurements) {
        var limit = criterion.threshold() == null
                ? null
                : plan.policy().thresholds().get(criterion.threshold());
        var value = criterion.measure() == null
                ? null
                : measurements.aggregate(criterion.measure(), criterion.comparison());
        if (value == null) {
            return new SuccessAssessment(criterion, Fulfilment.NO_DATA, null, limit, null, null);
        }
        if (limit == null) {
            return new SuccessAssessment(
                    criterion, Fulfilment.NO_DATA, value.value(), null, value.source(), value.method());
        }
        var met = criterion.comparison().holds(value.value(), limit);
        return new SuccessAssessment(
                criterion,
                met ? Fulfilment.MET : Fulfilment.UNMET,
                value.value(),
                limit,
                value.source(),
                value.method());
    }
}
