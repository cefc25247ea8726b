package norn.report.markdown;

import java.time.Instant;
import java.util.List;
import norn.plan.Plan;
import norn.report.Checklist;
import norn.report.Measurements;
import norn.state.Journal;
import norn.state.Status;

/** The report of a deployment or rollback as Markdown, computed from its plan and journals alone; at any time, also before the end. */
public final class Report {
    private Report() {}

    /**
     * The report.
     *
     * @param plan the whole plan
     * @param journals of the phases so far, in their order
     * @param status the deployment's
     * @param asOf until when it tells
     */
    public static String markdown(Plan plan, List<Journal> journals, String deployment, Status status, Instant asOf) {
        var model = new ReportModel(plan, journals, deployment, status, asOf);
        var text = new Markdown(plan.policy().zone());
        new ReportSummary(model, text).write();
        new ReportHistory(model, text).write();
        new ReportMeasurements(model, text).write();
        new ReportForms(model, text).write();
        new ReportEvidence(model, text).write();
        return text.toString();
    }

    /** Plan and journals, and what is computed from them once. */
    static final class ReportModel {
        final Plan plan;
        final List<Journal> journals;
        final String deployment;
        final Status status;
        final Instant asOf;
        final Checklist checklist;
        final Measurements measurements;

        ReportModel(Plan plan, List<Journal> journals, String deployment, Status status, Instant asOf) {
            this.plan = plan;
            this.journals = List.copyOf(journals);
            this.deployment = deployment;
            this.status = status;
            this.asOf = asOf;
            this.checklist = Checklist.of(plan, journals, deployment, status, asOf);
            this.measurements = Measurements.of(plan, journals);
        }

        List<Journal.Entry> entries() {
            return journals.stream()
                    .flatMap(journal -> journal.entries().stream())
                    .toList();
        }

        String title(String step) {
            return checklist.steps().stream()
                    .filter(line -> line.id().equals(step))
                    .map(Checklist.Line::title)
                    .findFirst()
                    .orElse(step);
        }
    }
}
