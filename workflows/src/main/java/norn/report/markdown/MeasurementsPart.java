package norn.report.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import norn.report.MeasuredResults;
import norn.report.MeasurementTable;
import norn.report.Measurements;
import norn.report.RollbackAssessment;
import norn.report.RollbackAssessment.Occurrence;
import norn.report.SuccessAssessment;
import norn.report.TargetAssessment;
import norn.report.WatchCoverage;
import norn.runbook.Criterion;
import norn.runbook.Measure;
import org.jspecify.annotations.Nullable;

/** What was measured: the criteria against their limits, targets, and every measurement beside the old release's. */
final class MeasurementsPart {
    private final Markdown text;

    MeasurementsPart(Markdown text) {
        this.text = text;
    }

    void write(MeasuredResults results) {
        text.section(
                "Success criteria",
                List.of("criterion", "what", "measured", "must be", "verdict", "source"),
                results.success().stream().map(MeasurementsPart::row).toList());
        coverage(results.coverage());
        targets(results.targets());
        text.section(
                "Rollback criteria",
                List.of("criterion", "what", "measured", "calls for a rollback", "came up", "source"),
                results.rollback().stream().map(this::row).toList());
        table(results.table());
    }

    private static List<String> row(SuccessAssessment assessment) {
        var criterion = assessment.criterion();
        return List.of(
                criterion.id(),
                criterion.title(),
                number(assessment.measured()),
                limit(criterion, assessment.limit()),
                switch (assessment.finding()) {
                    case YES -> "met";
                    case NO -> "**unmet**";
                    case UNKNOWN -> "**unknown**: " + assessment.why();
                },
                source(assessment.measured()));
    }

    private void coverage(@Nullable WatchCoverage coverage) {
        if (coverage == null || coverage.period().isZero()) {
            return;
        }
        text.line("");
        text.bullet(
                "Watched",
                "%s of the %s since go-live; %s unknown (source: watches)"
                        .formatted(
                                Markdown.duration(coverage.watched()),
                                Markdown.duration(coverage.period()),
                                Markdown.duration(coverage.unknown())));
        for (var gap : coverage.gaps()) {
            text.bullet(
                    "Nobody watched",
                    "%s between %s and %s (%s)"
                            .formatted(
                                    Markdown.duration(gap.lost()),
                                    text.time(gap.from()),
                                    text.time(gap.until()),
                                    gap.step()));
        }
    }

    private void targets(List<TargetAssessment> targets) {
        if (targets.isEmpty()) {
            return;
        }
        text.line("");
        for (var target : targets) {
            text.bullet(
                    "Target: " + target.measure().title(),
                    "%s, %s: %s (%s, %s)"
                            .formatted(
                                    quantity(target.target(), target.measure()),
                                    target.met() ? "met" : "missed",
                                    quantity(target.measured().value(), target.measure()),
                                    target.measured().source(),
                                    target.measured().method()));
        }
    }

    private static String quantity(double value, Measure measure) {
        return Markdown.quantity(value, measure.unit());
    }

    private List<String> row(RollbackAssessment assessment) {
        var criterion = assessment.criterion();
        var isMeasured = criterion.measure() != null;
        return List.of(
                criterion.id(),
                criterion.title(),
                isMeasured ? number(assessment.measured()) : "people see it",
                isMeasured ? limit(criterion, assessment.limit()) : "–",
                assessment.occurrences().isEmpty()
                        ? "no"
                        : assessment.occurrences().stream()
                                .map(this::occurrence)
                                .collect(Collectors.joining("; ")),
                source(assessment.measured()));
    }

    private String occurrence(Occurrence occurrence) {
        return occurrence.detail() == null
                ? "%s ordered by %s".formatted(text.time(occurrence.at()), occurrence.by())
                : "%s by %s: %s".formatted(text.time(occurrence.at()), occurrence.by(), occurrence.detail());
    }

    private static String number(Measurements.@Nullable Aggregate measured) {
        return measured == null ? "no data" : Markdown.number(measured.value());
    }

    private static String source(Measurements.@Nullable Aggregate measured) {
        return measured == null ? "–" : "%s (%s)".formatted(measured.source(), measured.method());
    }

    private static String limit(Criterion criterion, @Nullable Double limit) {
        return (criterion.comparison() == Criterion.Comparison.ABOVE ? "> " : "< ")
                + (limit == null ? "?" : Markdown.number(limit));
    }

    private void table(MeasurementTable table) {
        var head = new ArrayList<>(List.of("source", "when"));
        table.columns().forEach(measure -> head.add(measure.name()));
        var rows = new ArrayList<List<String>>();
        for (var row : table.rows()) {
            var cells = new ArrayList<>(List.of(
                    row.oldRelease() == null ? row.step() : "%s (%s)".formatted(row.step(), row.oldRelease()),
                    text.time(row.at())));
            table.columns()
                    .forEach(measure -> cells.add(Markdown.value(row.values().get(measure.name()))));
            rows.add(cells);
        }
        text.section("Measurements, by day and against the baseline", head, rows);
    }
}
