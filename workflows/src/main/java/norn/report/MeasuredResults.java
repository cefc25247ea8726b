package norn.report;

import java.util.List;

/**
 * What was measured: the criteria against their limits, targets, and every measurement beside the old release's.
 *
 * @param success empty before go-live
 */
public record MeasuredResults(
        List<SuccessAssessment> success,
        List<TargetAssessment> targets,
        List<RollbackAssessment> rollback,
        MeasurementTable table) {
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
                MeasurementTable.of(input));
    }
}
