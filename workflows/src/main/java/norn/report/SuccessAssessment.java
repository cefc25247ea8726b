package norn.report;

import java.util.List;
import norn.plan.Plan;
import norn.runbook.Criterion;
import norn.runbook.Criterion.Comparison;
import norn.runbook.Measure;
import norn.state.Finding;
import norn.state.Journal;
import org.jspecify.annotations.Nullable;

/**
 * Whether a success criterion is met, by what was measured and attested since go-live. What nobody measured, or watched for too
 * little of the time, is unknown, and that is not met.
 *
 * @param measured null where nobody measured it
 * @param limit null where the environment's policy names none
 * @param why why it is unknown; empty where it is not
 */
public record SuccessAssessment(
        Criterion criterion,
        Finding finding,
        Measurements.@Nullable Aggregate measured,
        @Nullable Double limit,
        String why) {
    /** The least share of the time for which a measure must be known that has no best and worst value. */
    private static final double MIN_KNOWN_SHARE = 0.95;

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
        return Finding.all(all.stream().map(SuccessAssessment::finding).toList()) == Finding.YES;
    }

    private static SuccessAssessment assess(Plan plan, Criterion criterion, Measurements measurements) {
        var limit = CriterionNumbers.of(plan, criterion);
        var measured = CriterionNumbers.measured(plan, criterion, measurements);
        if (limit == null) {
            return new SuccessAssessment(criterion, Finding.UNKNOWN, measured, null, "its limit is not set");
        }
        if (measured == null) {
            return new SuccessAssessment(criterion, Finding.UNKNOWN, null, limit, "no data");
        }
        var known = criterion.measure() == null ? 1 : measurements.knownShare(criterion.measure());
        var finding = finding(plan, criterion, measured.value(), limit, known);
        return new SuccessAssessment(
                criterion,
                finding,
                measured,
                limit,
                finding == Finding.UNKNOWN ? "known for %.1f %% of the time alone".formatted(100 * known) : "");
    }

    /** A share in percent is between what it would be had all the unknown time been bad, and had it been good. */
    private static Finding finding(Plan plan, Criterion criterion, double value, double limit, double known) {
        var comparison = criterion.comparison();
        if (known >= 1) {
            return Finding.of(comparison.holds(value, limit));
        }
        if (isMeanShare(plan, criterion)) {
            var worst = value * known + (comparison == Comparison.ABOVE ? 0 : 100) * (1 - known);
            var best = value * known + (comparison == Comparison.ABOVE ? 100 : 0) * (1 - known);
            if (comparison.holds(worst, limit)) {
                return Finding.YES;
            }
            return comparison.holds(best, limit) ? Finding.UNKNOWN : Finding.NO;
        }
        if (!comparison.holds(value, limit)) {
            return Finding.NO;
        }
        return known < MIN_KNOWN_SHARE ? Finding.UNKNOWN : Finding.YES;
    }

    private static boolean isMeanShare(Plan plan, Criterion criterion) {
        return criterion.measure() != null
                && plan.runbook()
                        .measure(criterion.measure())
                        .filter(measure -> measure.combine() == Measure.Combine.MEAN && "%".equals(measure.unit()))
                        .isPresent();
    }
}
