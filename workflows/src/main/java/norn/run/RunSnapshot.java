package norn.run;

import java.time.Instant;
import java.util.List;
import norn.plan.Plan;
import norn.report.Checklist;
import norn.report.ReportModel;
import norn.report.Situation;
import norn.report.markdown.MarkdownReport;
import norn.runbook.PhaseName;
import norn.state.Journal;
import norn.state.Status;
import org.jspecify.annotations.Nullable;

/**
 * A run as it stands, from which its views are computed.
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

    /** A phase as it stands. */
    public static RunSnapshot ofPhase(String deployment, Plan plan, Journal journal, Status status) {
        return new RunSnapshot(
                deployment, plan.environment(), plan.release(), plan, journal.phase(), List.of(journal), status, null);
    }

    /** A run that was started with wrong input: it has failed, and changed nothing. */
    public static RunSnapshot ofWrongStart(String run) {
        return new RunSnapshot(run, "", "", null, null, List.of(), Status.ABANDONED, null);
    }

    /** The checklist at that time. */
    public Checklist checklist(Instant asOf) {
        if (plan == null) {
            return Checklist.withoutPlan(deployment, environment, release, status, asOf);
        }
        return Checklist.of(plan, journals, deployment, status, asOf);
    }

    /** The report for people. */
    public String report(Instant asOf) {
        if (plan == null) {
            return CurrentDetails.text(this, asOf);
        }
        return MarkdownReport.of(ReportModel.of(plan, journals, deployment, status, asOf));
    }

    /** What the checklist and the report are computed from. */
    public Queries.RunRecord runRecord() {
        return new Queries.RunRecord(plan, journals);
    }

    /** What the query {@code checklist} answers. */
    public Queries.ChecklistAnswer answer(Instant asOf) {
        return new Queries.ChecklistAnswer(checklist(asOf), situation(asOf), result);
    }

    /** Whether users are out, and whether it is paused, at that time. */
    public Situation situation(Instant asOf) {
        return plan == null ? Situation.none() : Situation.of(plan, journals, asOf);
    }
}
