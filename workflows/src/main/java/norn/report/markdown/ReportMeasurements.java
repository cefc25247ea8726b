package norn.report.markdown;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import norn.report.SuccessAssessment;
import norn.runbook.Criterion;
import norn.runbook.PhaseName;
import norn.state.Event;
import org.jspecify.annotations.Nullable;

/** What was measured: the criteria against their thresholds, and every measurement beside the old release's. */
final class ReportMeasurements {
    private final Report.ReportModel model;
    private final Markdown text;

    ReportMeasurements(Report.ReportModel model, Markdown text) {
        this.model = model;
        this.text = text;
    }

    void write() {
        if (model.checklist.goLiveAt() != null) {
            success();
        }
        rollback();
        table();
    }

    private void success() {
        var rows = new ArrayList<List<String>>();
        for (var assessment : SuccessAssessment.of(model.plan, model.journals)) {
            var criterion = assessment.criterion();
            rows.add(List.of(
                    criterion.id(),
                    criterion.title(),
                    assessment.value() == null ? "no data" : Markdown.number(assessment.value()),
                    limit(criterion, assessment.limit()),
                    switch (assessment.fulfilment()) {
                        case MET -> "met";
                        case UNMET -> "**unmet**";
                        case NO_DATA -> "**no data**";
                    },
                    assessment.source() == null ? "–" : "%s (%s)".formatted(assessment.source(), assessment.method())));
        }
        if (rows.isEmpty()) {
            return;
        }
        text.heading(2, "Success criteria");
        text.table(List.of("criterion", "what", "measured", "must be", "verdict", "source"), rows);
        target();
    }

    /** A day's cost has a target below its limit: missing it is told, and decides nothing. */
    private void target() {
        var target = model.plan.policy().thresholds().get("costTargetDollarsPerDay");
        var worst = model.measurements.aggregate("costDollarsPerDay", Criterion.Comparison.BELOW);
        if (target == null || worst == null) {
            return;
        }
        text.line("")
                .bullet(
                        "Target of a day's cost",
                        "%s $, %s: %s $ (%s, %s)"
                                .formatted(
                                        Markdown.number(target),
                                        worst.value() < target ? "kept" : "missed",
                                        Markdown.number(worst.value()),
                                        worst.source(),
                                        worst.method()));
    }

    private void rollback() {
        var rows = new ArrayList<List<String>>();
        for (var criterion : model.plan.runbook().criteria()) {
            if (criterion.purpose() != Criterion.Purpose.ROLLBACK) {
                continue;
            }
            var worst = criterion.measure() == null
                    ? null
                    : model.measurements.aggregate(
                            criterion.measure(),
                            criterion.comparison() == Criterion.Comparison.ABOVE
                                    ? Criterion.Comparison.BELOW
                                    : Criterion.Comparison.ABOVE);
            rows.add(List.of(
                    criterion.id(),
                    criterion.title(),
                    criterion.measure() == null
                            ? "people see it"
                            : worst == null ? "no data" : Markdown.number(worst.value()),
                    criterion.measure() == null
                            ? "–"
                            : limit(
                                    criterion,
                                    model.plan.policy().thresholds().get(String.valueOf(criterion.threshold()))),
                    met(criterion.id()),
                    worst == null ? "–" : "%s (%s)".formatted(worst.source(), worst.method())));
        }
        if (rows.isEmpty()) {
            return;
        }
        text.heading(2, "Rollback criteria");
        text.table(List.of("criterion", "what", "measured", "calls for a rollback", "came up", "source"), rows);
    }

    private String met(String criterion) {
        var times = new ArrayList<String>();
        for (var entry : model.entries()) {
            if (entry.event() instanceof Event.CriterionMet met
                    && met.criterion().equals(criterion)) {
                times.add("%s by %s: %s".formatted(text.time(entry.at()), met.step(), met.detail()));
            }
            if (entry.event() instanceof Event.RollbackOrdered ordered && criterion.equals(ordered.criterion())) {
                times.add("%s ordered by %s".formatted(text.time(entry.at()), ordered.by()));
            }
        }
        return times.isEmpty() ? "no" : String.join("; ", times);
    }

    private static String limit(Criterion criterion, @Nullable Double limit) {
        return (criterion.comparison() == Criterion.Comparison.ABOVE ? "> " : "< ")
                + (limit == null ? "?" : Markdown.number(limit));
    }

    /** One row a measuring step, one column a measure that the criteria speak of; the baseline of the old release among them. */
    private void table() {
        var names = measures();
        var rows = new LinkedHashMap<String, Map<String, String>>();
        var times = new LinkedHashMap<String, Instant>();
        for (var entry : model.entries()) {
            if (!(entry.event() instanceof Event.StepSucceeded done)) {
                continue;
            }
            var values = new LinkedHashMap<String, String>();
            done.evidence().values().forEach((name, value) -> {
                if (names.contains(name)) {
                    values.put(name, Markdown.value(value));
                }
            });
            if (values.isEmpty()) {
                continue;
            }
            rows.put(done.step(), values);
            times.put(done.step(), entry.at());
        }
        if (rows.isEmpty()) {
            return;
        }
        var columns = new ArrayList<String>();
        for (var name : names) {
            if (rows.values().stream().anyMatch(row -> row.containsKey(name))) {
                columns.add(name);
            }
        }
        var cells = new ArrayList<List<String>>();
        rows.forEach((step, values) -> {
            var row = new ArrayList<String>(List.of(step + oldRelease(step), text.time(times.get(step))));
            for (var name : columns) {
                row.add(values.getOrDefault(name, "–"));
            }
            cells.add(row);
        });
        text.heading(2, "Measurements, by day and against the baseline");
        var head = new ArrayList<>(List.of("source", "when"));
        head.addAll(columns);
        text.table(head, cells);
    }

    private String oldRelease(String step) {
        var isOld =
                model.plan.runbook().phase(PhaseName.DEPLOYMENT_DAY).step(step).isPresent()
                        && model.plan.previousRelease() != null
                        && model.checklist.steps().stream()
                                .anyMatch(line -> line.id().equals(step)
                                        && line.endedAt() != null
                                        && (model.checklist.goLiveAt() == null
                                                || line.endedAt().isBefore(model.checklist.goLiveAt())));
        return isOld ? " (%s)".formatted(model.plan.previousRelease()) : "";
    }

    private Set<String> measures() {
        var names = new LinkedHashSet<String>();
        for (var criterion : model.plan.runbook().criteria()) {
            if (criterion.measure() != null) {
                names.add(criterion.measure());
            }
        }
        names.add("responseMilliseconds");
        names.add("errorLines");
        names.add("players");
        return names;
    }
}
