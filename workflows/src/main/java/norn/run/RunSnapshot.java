package norn.run;

import java.time.Instant;
import java.util.List;
import norn.plan.Plan;
import norn.report.Checklist;
import norn.report.ReportModel;
import norn.report.markdown.MarkdownReport;
import norn.runbook.PhaseName;
import norn.state.Journal;
import norn.state.Status;
import org.jspecify.annotations.Nullable;

/**
 * A run as it stands: what its views are computed from.
 *
 * @param plan null while there is none
 * @param phase the running one, or the last; null before the first
 * @param result null before the status is final
 */
public record RunSnapshot(
        String deployment,
        String environment,
        String release,
        @Nullable Plan plan,
        @Nullable PhaseName phase,
        List<Journal> journals,
        Status status,
        @Nullable Result result) {

    public Checklist checklist(Instant asOf) {
        if (plan == null) {
            return new Checklist(
                    deployment,
                    environment,
                    release,
                    null,
                    phase,
                    status.name(),
                    asOf,
                    null,
                    null,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of());
        }
        return Checklist.of(plan, journals, deployment, status, asOf);
    }

    public String report(Instant asOf) {
        if (plan == null) {
            return CurrentDetails.text(checklist(asOf), result);
        }
        return MarkdownReport.of(ReportModel.of(plan, journals, deployment, status, asOf));
    }

    public Queries.RunRecord runRecord() {
        return new Queries.RunRecord(plan, journals);
    }

    public Queries.ChecklistAnswer answer(Instant asOf) {
        return new Queries.ChecklistAnswer(checklist(asOf), result);
    }
}
