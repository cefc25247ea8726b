package norn.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured: the criteria against their limits, targets, and every measurement beside the old release's.
 *
 * @param success empty before go-live
 * @param coverage how much of the time since go-live was watched; null before go-live
 */
public record MeasuredResults(
        List<SuccessAssessment> success,
        List<TargetAssessment> targets,
        List<RollbackAssessment> rollback,
        MeasurementTable table,
        @Nullable WatchCoverage coverage) {
    public MeasuredResults {
        success = List.copyOf(success);
        targets = List.copyOf(targets);
        rollback = List.copyOf(rollback);
    }

    static MeasuredResults of(ReportInput input) {
        var isLive = input.checklist().goLiveAt() != null;
        return new MeasuredResults(
                isLive ? SuccessAssessment.of(input.plan(), input.measurements()) : List.of(),
                isLive ? TargetAssessment.of(input.plan(), input.measurements()) : List.of(),
                RollbackAssessment.of(input.plan(), input.entries(), input.measurements()),
                MeasurementTable.of(input),
                input.measurements().coverage());
    }
}
