package norn.report.markdown;

import norn.report.ReportModel;
import norn.runbook.Form;

/** The report as Markdown. */
public final class MarkdownReport {
    private MarkdownReport() {}

    /** The whole of it. */
    public static String of(ReportModel report) {
        var text = new Markdown(report.head().zone());
        var forms = new FormsPart(text);
        new SummaryPart(text).title(report.head());
        new StatementPart(text).write(report);
        new SummaryPart(text).head(report.head());
        forms.write(report.forms(Form.Place.SUMMARY));
        new SummaryPart(text).downtime(report.downtime());
        new HistoryPart(text).write(report.history());
        new MeasurementsPart(text).write(report.results());
        forms.write(report.forms(Form.Place.MEASUREMENTS));
        forms.attestations(report.attestations());
        new EvidencePart(text).fingerprints(report.evidence());
        forms.write(report.forms(Form.Place.EVIDENCE));
        new EvidencePart(text).standInsAndFiles(report.evidence());
        return text.toString();
    }
}
