package norn.report.markdown;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import norn.plan.Count;
import norn.runbook.Work;
import norn.state.Event;
import org.jspecify.annotations.Nullable;

/** The forms of the checklist, filled in: 48 hours, the week, and what people told. */
final class ReportForms {
    /** A field of a form: its item, its name, and the measure behind it. */
    private record Field(String item, String title, String measure, String unit, How how) {}

    private enum How {
        MEAN,
        LAST,
        TOTAL,
        CRITICAL,
        LESSER
    }

    private static final List<Field> FORTY_EIGHT_HOURS = List.of(
            new Field("POST-48H-1", "Uptime, planned maintenance apart", "uptimePercent", "%", How.MEAN),
            new Field("POST-48H-2", "Critical incidents", "", "", How.CRITICAL),
            new Field("POST-48H-3", "Issues that players reported", "playerReportedIssues", "", How.LAST),
            new Field("POST-48H-4", "Response time, average", "responseMilliseconds", "ms", How.MEAN),
            new Field("POST-48H-4", "Response time, 95th percentile", "responseP95Milliseconds", "ms", How.MEAN),
            new Field("POST-48H-5", "Cost of the language models", "costDollarsPerDay", "$", How.TOTAL),
            new Field("POST-48H-6", "Success of the agents", "agentSuccessPercent", "%", How.MEAN),
            new Field("POST-48H-7", "Positive feedback", "feedbackPositivePercent", "%", How.LAST),
            new Field("POST-48H-8", "Known issues", "knownIssues", "", How.LAST),
            new Field("POST-48H-9", "Action items for next week", "actionItems", "", How.LAST));

    private static final List<Field> WEEK = List.of(
            new Field("WEEK-REP-1.1", "Uptime, planned maintenance apart", "uptimePercent", "%", How.MEAN),
            new Field("WEEK-REP-1.2", "Response time, average", "responseMilliseconds", "ms", How.MEAN),
            new Field("WEEK-REP-1.2", "Response time, 95th percentile", "responseP95Milliseconds", "ms", How.MEAN),
            new Field("WEEK-REP-1.3", "Cost of the language models", "costDollarsPerDay", "$", How.TOTAL),
            new Field("WEEK-REP-1.4", "Critical incidents", "", "", How.CRITICAL),
            new Field("WEEK-REP-1.5", "Incidents P2 and P3", "", "", How.LESSER),
            new Field("WEEK-REP-1.6", "Positive feedback", "feedbackPositivePercent", "%", How.LAST));

    private final Report.ReportModel model;
    private final Markdown text;

    ReportForms(Report.ReportModel model, Markdown text) {
        this.model = model;
        this.text = text;
    }

    void write() {
        if (model.checklist.goLiveAt() != null) {
            form("48-hour report", "48-hours", Duration.ofDays(2), 2, FORTY_EIGHT_HOURS);
            form("Week 1", "weekly", Duration.ofDays(7), 7, WEEK);
        }
        attestations();
    }

    private void form(String heading, String kind, Duration length, int days, List<Field> fields) {
        var end = end(kind, length);
        var rows = new ArrayList<List<String>>();
        for (var field : fields) {
            var row = row(field, end, days);
            if (row != null) {
                rows.add(row);
            }
        }
        text.heading(2, heading);
        text.line("Until " + (end == null ? text.time(model.asOf) : text.time(end)) + ".")
                .line("");
        text.table(List.of("item", "what", "value", "source"), rows);
    }

    /** Until when the form tells: when its report was first written, else its length after go-live; null: until now. */
    private @Nullable Instant end(String kind, Duration length) {
        for (var line : model.checklist.steps()) {
            if (line.startedAt() != null && isReport(line.id(), kind)) {
                return line.startedAt();
            }
        }
        var live = model.checklist.goLiveAt();
        var end = live == null ? null : live.plus(model.plan.policy().pace().of(length));
        return end == null || end.equals(live) || end.isAfter(model.asOf) ? null : end;
    }

    private boolean isReport(String id, String kind) {
        return model.plan.runbook().phases().stream()
                .flatMap(phase -> phase.step(id).stream())
                .anyMatch(step -> step.work() instanceof Work.Action action
                        && action.name().equals("write-report")
                        && kind.equals(action.options().get("kind")));
    }

    private @Nullable List<String> row(Field field, @Nullable Instant end, int days) {
        return switch (field.how()) {
            case CRITICAL -> incidents(field, end, true);
            case LESSER -> incidents(field, end, false);
            case LAST -> last(field, end);
            case MEAN, TOTAL -> mean(field, end, days);
        };
    }

    private @Nullable List<String> mean(Field field, @Nullable Instant end, int days) {
        var aggregate = model.measurements.mean(field.measure(), end);
        // The average is not measured everywhere; then the percentile alone is told.
        if (aggregate == null && field.measure().equals("responseMilliseconds")) {
            return null;
        }
        if (aggregate == null) {
            return List.of(field.item(), field.title(), "no data", "–");
        }
        var total = field.how() == How.TOTAL;
        return List.of(
                field.item(),
                field.title(),
                "%s %s".formatted(Markdown.number(total ? aggregate.value() * days : aggregate.value()), field.unit()),
                "%s: %s (%s)%s"
                        .formatted(
                                field.measure(),
                                aggregate.source(),
                                aggregate.method(),
                                total ? ", times " + Count.of(days, "day") : ""));
    }

    private List<String> last(Field field, @Nullable Instant end) {
        for (var at = model.entries().size() - 1; at >= 0; at--) {
            var entry = model.entries().get(at);
            if (end != null && entry.at().isAfter(end)) {
                continue;
            }
            if (entry.event() instanceof Event.Completed event && event.values().containsKey(field.measure())) {
                return List.of(
                        field.item(),
                        field.title(),
                        (Markdown.value(event.values().get(field.measure())) + " " + field.unit()).strip(),
                        "%s, told by %s".formatted(event.step(), event.by()));
            }
        }
        return List.of(field.item(), field.title(), "no data", "–");
    }

    private List<String> incidents(Field field, @Nullable Instant end, boolean critical) {
        var count = model.checklist.incidents().stream()
                .filter(incident -> incident.severity().equals("P1") == critical)
                .filter(incident -> end == null || !incident.openedAt().isAfter(end))
                .count();
        return List.of(field.item(), field.title(), Long.toString(count), "incident log");
    }

    private void attestations() {
        var rows = new ArrayList<List<String>>();
        for (var entry : model.entries()) {
            if (!(entry.event() instanceof Event.Completed event)) {
                continue;
            }
            if (event.values().isEmpty() && event.note() == null && event.evidence() == null) {
                continue;
            }
            var values = new ArrayList<String>();
            event.values().forEach((name, value) -> values.add("%s: %s".formatted(name, Markdown.value(value))));
            rows.add(List.of(
                    event.step(),
                    event.by(),
                    text.time(entry.at()),
                    String.join(", ", values),
                    event.note() == null ? "" : event.note(),
                    event.evidence() == null ? "" : event.evidence()));
        }
        if (rows.isEmpty()) {
            return;
        }
        text.heading(2, "What people told");
        text.table(List.of("step", "by", "when", "values", "note", "evidence"), rows);
    }
}
