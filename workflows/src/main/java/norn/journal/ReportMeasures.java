package norn.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import norn.runbook.Criterion;
import norn.runbook.PhaseName;
import org.jspecify.annotations.Nullable;

/** What was measured: the criteria against their thresholds, and every measurement beside the old release's. */
final class ReportMeasures {
    private final Report.Account account;
    private final Markdown text;

    ReportMeasures(Report.Account account, Markdown text) {
        this.account = account;
        this.text = text;
    }

    void write() {
        if (account.checklist.goLiveAt() != null) success();
        rollback();
        table();
    }

    private void success() {
        var rows = new ArrayList<List<String>>();
        for (var success : Success.of(account.plan, account.journals)) {
            var criterion = success.criterion();
            rows.add(List.of(
                    criterion.id(),
                    criterion.title(),
                    success.value() == null ? "no data" : Markdown.number(success.value()),
                    limit(criterion, success.limit()),
                    switch (success.verdict()) {
                        case MET -> "met";
                        case UNMET -> "**unmet**";
                        case NO_DATA -> "**no data**";
                    },
                    success.source() == null ? "–" : "%s (%s)".formatted(success.source(), success.how())));
        }
        if (rows.isEmpty()) return;
        text.heading(2, "Success criteria");
        text.table(List.of("criterion", "what", "measured", "must be", "verdict", "source"), rows);
        target();
    }

    /** A day's cost has a target below its limit: missing it is told, and decides nothing. */
    private void target() {
        var target = account.plan.policy().thresholds().get("costTargetDollarsPerDay");
        var worst = account.measurements.judge("costDollarsPerDay", Criterion.Comparison.BELOW);
        if (target == null || worst == null) return;
        text.line("")
                .bullet(
                        "Target of a day's cost",
                        "%s $, %s: %s $ (%s, %s)"
                                .formatted(
                                        Markdown.number(target),
                                        worst.value() < target ? "kept" : "missed",
                                        Markdown.number(worst.value()),
                                        worst.source(),
                                        worst.how()));
    }

    private void rollback() {
        var rows = new ArrayList<List<String>>();
        for (var criterion : account.plan.runbook().criteria()) {
            if (criterion.purpose() != Criterion.Purpose.ROLLBACK) continue;
            var worst = criterion.measure() == null
                    ? null
                    : account.measurements.judge(
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
                                    account.plan.policy().thresholds().get(String.valueOf(criterion.threshold()))),
                    met(criterion.id()),
                    worst == null ? "–" : "%s (%s)".formatted(worst.source(), worst.how())));
        }
        if (rows.isEmpty()) return;
        text.heading(2, "Rollback criteria");
        text.table(List.of("criterion", "what", "measured", "calls for a rollback", "came up", "source"), rows);
    }

    private String met(String criterion) {
        var times = new ArrayList<String>();
        for (var entry : account.entries()) {
            if (entry.event() instanceof Event.CriterionMet met
                    && met.criterion().equals(criterion))
                times.add("%s by %s: %s".formatted(text.time(entry.at()), met.step(), met.detail()));
            if (entry.event() instanceof Event.RollbackOrdered ordered && criterion.equals(ordered.criterion()))
                times.add("%s ordered by %s".formatted(text.time(entry.at()), ordered.by()));
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
        for (var entry : account.entries()) {
            if (!(entry.event() instanceof Event.StepSucceeded done)) continue;
            var values = new LinkedHashMap<String, String>();
            done.evidence().values().forEach((name, value) -> {
                if (names.contains(name)) values.put(name, Markdown.value(value));
            });
            if (values.isEmpty()) continue;
            rows.put(done.step(), values);
            times.put(done.step(), entry.at());
        }
        if (rows.isEmpty()) return;
        var columns = new ArrayList<String>();
        for (var name : names) if (rows.values().stream().anyMatch(row -> row.containsKey(name))) columns.add(name);
        var cells = new ArrayList<List<String>>();
        rows.forEach((step, values) -> {
            var row = new ArrayList<String>(List.of(step + oldRelease(step), text.time(times.get(step))));
            for (var name : columns) row.add(values.getOrDefault(name, "–"));
            cells.add(row);
        });
        text.heading(2, "Measurements, by day and against the baseline");
        var head = new ArrayList<>(List.of("source", "when"));
        head.addAll(columns);
        text.table(head, cells);
    }

    private String oldRelease(String step) {
        var isOld = account.plan
                        .runbook()
                        .phase(PhaseName.DEPLOYMENT_DAY)
                        .step(step)
                        .isPresent()
                && account.plan.previousRelease() != null
                && account.checklist.steps().stream()
                        .anyMatch(line -> line.id().equals(step)
                                && line.endedAt() != null
                                && (account.checklist.goLiveAt() == null
                                        || line.endedAt().isBefore(account.checklist.goLiveAt())));
        return isOld ? " (%s)".formatted(account.plan.previousRelease()) : "";
    }

    private Set<String> measures() {
        var names = new LinkedHashSet<String>();
        for (var criterion : account.plan.runbook().criteria())
            if (criterion.measure() != null) names.add(criterion.measure());
        names.add("responseMilliseconds");
        names.add("errorLines");
        names.add("players");
        return names;
    }
}
