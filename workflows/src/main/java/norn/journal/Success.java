package norn.journal;

import java.util.List;
import norn.plan.Plan;
import norn.runbook.Criterion;
import org.jspecify.annotations.Nullable;

/**
 * Whether a success criterion is met, by what was measured and told since go-live. No data is not good.
 *
 * @param value null where nobody measured it
 * @param limit null where the environment's policy names none
 * @param source the step that measured it, or {@code incidents} for the incident log; null where nobody did
 * @param how what the value is of several, such as {@code worst of 9}; null where nobody measured it
 */
public record Success(
        Criterion criterion,
        Verdict verdict,
        @Nullable Double value,
        @Nullable Double limit,
        @Nullable String source,
        @Nullable String how) {
    /** The measure that the incident log itself answers: P1 incidents, closed ones included. */
    public static final String CRITICAL_INCIDENTS = "criticalIncidents";

    /** What the measured value says. */
    public enum Verdict {
        MET,
        UNMET,
        NO_DATA
    }

    /** Each success criterion of the plan, in its order. */
    public static List<Success> of(Plan plan, List<Journal> journals) {
        var measured = Measurements.of(plan, journals);
        return plan.runbook().criteria().stream()
                .filter(criterion -> criterion.purpose() == Criterion.Purpose.SUCCESS)
                .map(criterion -> judge(plan, criterion, measured))
                .toList();
    }

    /** Whether every success criterion is met. */
    public static boolean isWhole(List<Success> all) {
        return all.stream().allMatch(success -> success.verdict() == Verdict.MET);
    }

    private static Success judge(Plan plan, Criterion criterion, Measurements measured) {
        var limit = criterion.threshold() == null
                ? null
                : plan.policy().thresholds().get(criterion.threshold());
        var value = criterion.measure() == null ? null : measured.judge(criterion.measure(), criterion.comparison());
        if (value == null) return new Success(criterion, Verdict.NO_DATA, null, limit, null, null);
        if (limit == null)
            return new Success(criterion, Verdict.NO_DATA, value.value(), null, value.source(), value.how());
        var met = criterion.comparison().holds(value.value(), limit);
        return new Success(
                criterion, met ? Verdict.MET : Verdict.UNMET, value.value(), limit, value.source(), value.how());
    }
}
