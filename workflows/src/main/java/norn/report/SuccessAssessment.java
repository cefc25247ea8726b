package norn.report;

import java.util.List;
import norn.plan.Plan;
import norn.runbook.Criterion;
import norn.state.Journal;
import org.jspecify.annotations.Nullable;

/**
 * Whether a success criterion is met, by what was measured and attested since go-live. No data is not good.
 *
 * @param measured null where nobody measured it
 * @param limit null where the environment's policy names none
 */
public record SuccessAssessment(
        Criterion criterion,
        Fulfilment fulfilment,
        Measurements.@Nullable Aggregate measured,
        @Nullable Double limit) {
    /** What the measured value says. */
    public enum Fulfilment {
        MET,
        UNMET,
        NO_DATA
    }

    /** Each success criterion of the plan, in its order. */
    public static List<SuccessAssessment> of(Plan plan, List<Journal> journals) {
        return of(plan, Measurements.of(plan, journals));
    }

    static List<SuccessAssessment> of(Plan plan, Measurements measurements) {
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
        var limit = CriterionNumbers.of(plan, criterion);
        var measured = CriterionNumbers.measured(plan, criterion, measurements);
        if (measured == null || limit == null) {
            return new SuccessAssessment(criterion, Fulfilment.NO_DATA, measured, limit);
        }
        var met = criterion.comparison().holds(measured.value(), limit);
        return new SuccessAssessment(criterion, met ? Fulfilment.MET : Fulfilment.UNMET, measured, limit);
    }
}
