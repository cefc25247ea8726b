package norn.report;

import java.time.Instant;
import java.util.List;
import norn.plan.Plan;
import norn.runbook.Form;
import norn.state.Journal;
import norn.state.Status;

/**
 * The report of a deployment or rollback as data, computed from its plan and journals alone, at any time, also before the end.
 * Whatever the format, a renderer shows nothing that is not in here.
 *
 * @param forms those that have something to say, in the order of the runbook
 */
public record ReportModel(
        ReportHead head,
        DowntimeReport downtime,
        ReportHistory history,
        MeasuredResults results,
        List<FilledForm> forms,
        List<AttestedValues> attestations,
        ReportEvidence evidence,
        Statement statement,
        ItemChecklist items) {
    public ReportModel {
        forms = List.copyOf(forms);
        attestations = List.copyOf(attestations);
    }

    /**
     * The report.
     *
     * @param plan the whole plan
     * @param journals of the phases so far, in their order
     * @param status the deployment's
     * @param asOf until when it reports
     */
    public static ReportModel of(Plan plan, List<Journal> journals, String deployment, Status status, Instant asOf) {
        var input = new ReportInput(plan, journals, deployment, status, asOf);
        var head = ReportHead.of(input);
        var results = MeasuredResults.of(input);
        var forms = new FormFiller(input).all();
        var evidence = ReportEvidence.of(input);
        return new ReportModel(
                head,
                DowntimeReport.of(input),
                ReportHistory.of(input),
                results,
                forms,
                AttestedValues.of(input),
                evidence,
                Statement.of(input, head, results, evidence),
                ItemChecklist.of(input, results, forms));
    }

    /** The forms that stand in that place. */
    public List<FilledForm> forms(Form.Place place) {
        return forms.stream().filter(form -> form.place() == place).toList();
    }
}
