package norn.report;

import java.util.ArrayList;
import java.util.List;
import norn.plan.Plan;
import norn.runbook.Measure;

/** A measure beside its target, which decides nothing. Only what was measured has one. */
public record TargetAssessment(Measure measure, double target, boolean met, Measurements.Aggregate measured) {
    static List<TargetAssessment> of(Plan plan, Measurements measurements) {
        var all = new ArrayList<TargetAssessment>();
        for (var measure : plan.runbook().measures()) {
            var target =
                    measure.target() == null ? null : plan.policy().thresholds().get(measure.target());
            var measured = measurements.aggregate(measure);
            if (target != null && measured != null) {
                all.add(new TargetAssessment(measure, target, measure.isWorse(target, measured.value()), measured));
            }
        }
        return all;
    }
}
