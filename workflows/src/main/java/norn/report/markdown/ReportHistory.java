package norn.report.markdown;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import norn.report.Checklist.Line;
import norn.runbook.PhaseName;
import norn.runbook.PlannedTime;
import norn.runbook.Step;
import norn.state.Event;
import norn.state.StepState;
import org.jspecify.annotations.Nullable;

/** What happened: decisions, what was not as planned, incidents, refusals, and the timeline, planned against actual. */
final class ReportHistory {
    private final Report.ReportModel model;
    private final Markdown text;

    ReportHistory(Report.ReportModel model, Markdown text) {
        this.model = model;
        this.text = text;
    }

    void write() {
        decisions();
        notAsPlanned();
        incidents();
        refused();
        timeline();
    }

    private void decisions() {
        var rows = new ArrayList<List<String>>();
        for (var entry : model.entries()) {
            var at = text.time(entry.at());
            if (entry.event() instanceof Event.Decided event) {
                rows.add(List.of(at, "gate " + event.gate(), event.verdict().name(), event.by(), note(event.note())));
            }
            if (entry.event() instanceof Event.Resolved event) {
                rows.add(List.of(at, event.step(), event.choice().name(), event.by(), note(event.note())));
            }
            if (entry.event() instanceof Event.RollbackOrdered event) {
                rows.add(List.of(at, "rollback, " + event.mode().id(), "ORDERED", event.by(), event.reason()));
            }
            if (entry.event() instanceof Event.DeadlinePassed passed) {
                rows.add(List.of(at, passed.id(), "NO ANSWER", "nobody", "the deadline passed"));
            }
            if (entry.event() instanceof Event.T0Set set) {
                rows.add(List.of(at, "T-0", text.time(set.t0()), set.by(), note(set.note())));
            }
            if (entry.event() instanceof Event.Paused paused) {
                rows.add(List.of(at, "pause", "PAUSED", paused.by(), note(paused.note())));
            }
            if (entry.event() instanceof Event.Resumed resumed) {
                rows.add(List.of(at, "pause", "RESUMED", resumed.by(), note(resumed.note())));
            }
            if (entry.event() instanceof Event.Cancelled cancelled) {
                rows.add(List.of(at, "deployment", "CANCELLED", "–", cancelled.reason()));
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        text.heading(2, "Decisions");
        text.line("Names are claims, as the messages gave them.").line("");
        text.table(List.of("when", "what", "decision", "by", "note"), rows);
    }

    private void notAsPlanned() {
        var rows = new ArrayList<List<String>>();
        for (var line : model.checklist.steps()) {
            var evidence = line.evidence();
            var reason = evidence == null
                    ? ""
                    : evidence.note() == null ? evidence.summary() : evidence.summary() + " – " + evidence.note();
            if (line.state() == StepState.SKIPPED || line.state() == StepState.FAILED) {
                rows.add(List.of(line.id(), line.state().name(), by(line.by()), reason));
            }
        }
        for (var entry : model.entries()) {
            if (entry.event() instanceof Event.StepFailed failed) {
                rows.add(List.of(
                        failed.step(),
                        "attempt %d failed".formatted(failed.attempt()),
                        text.time(entry.at()),
                        "%s: %s".formatted(failed.error(), failed.message())));
            }
        }
        if (!rows.isEmpty()) {
            text.heading(2, "Not as planned");
            text.table(List.of("step", "state", "by or when", "reason"), rows);
        }
        var notNeeded = new ArrayList<List<String>>();
        for (var line : model.checklist.steps()) {
            if (line.state() == StepState.NOT_NEEDED && line.evidence() != null) {
                notNeeded.add(List.of(line.id(), line.evidence().summary()));
            }
        }
        if (notNeeded.isEmpty()) {
            return;
        }
        text.heading(2, "Left out");
        text.table(List.of("step", "reason"), notNeeded);
    }

    private void incidents() {
        var rows = new ArrayList<List<String>>();
        for (var incident : model.checklist.incidents()) {
            rows.add(List.of(
                    incident.id(),
                    incident.severity(),
                    incident.state(),
                    incident.summary(),
                    incident.by(),
                    text.time(incident.openedAt()),
                    text.time(incident.closedAt())));
        }
        if (rows.isEmpty()) {
            return;
        }
        text.heading(2, "Incidents");
        text.table(List.of("id", "severity", "state", "summary", "by", "opened", "closed"), rows);
    }

    private void refused() {
        var rows = new ArrayList<List<String>>();
        for (var message : model.checklist.refused()) {
            rows.add(List.of(text.time(message.at()), message.message(), by(message.by()), message.reason()));
        }
        if (rows.isEmpty()) {
            return;
        }
        text.heading(2, "Refused messages");
        text.table(List.of("when", "message", "by", "reason"), rows);
    }

    private void timeline() {
        text.heading(2, "Timeline, planned against actual");
        for (var phase : PhaseName.values()) {
            var rows = new ArrayList<List<String>>();
            for (var line : model.checklist.steps()) {
                if (line.phase() == phase && begun(line)) {
                    rows.add(row(line));
                }
            }
            if (rows.isEmpty()) {
                continue;
            }
            text.heading(3, model.plan.runbook().phase(phase).title());
            text.table(List.of("step", "planned", "started", "late by", "took", "state", "by", "what was seen"), rows);
        }
    }

    private static boolean begun(Line line) {
        return line.state() != StepState.NOT_NEEDED && (line.startedAt() != null || line.endedAt() != null);
    }

    private List<String> row(Line line) {
        return List.of(
                line.id(),
                planned(line),
                text.time(line.startedAt()),
                between(line.plannedAt(), line.startedAt()),
                between(line.startedAt(), line.endedAt()),
                line.state() + (line.attempt() > 1 ? ", attempt " + line.attempt() : ""),
                by(line.by()),
                line.evidence() == null ? "" : line.evidence().summary());
    }

    /** As the runbook has it, and what time that was at the environment's pace. */
    private String planned(Line line) {
        var written = model.plan
                .runbook()
                .phase(line.phase())
                .step(line.id())
                .map(Step::planned)
                .map(PlannedTime::text)
                .orElse("");
        if (line.plannedAt() == null) {
            return written.isEmpty() ? "–" : written;
        }
        return written.isEmpty()
                ? text.time(line.plannedAt())
                : "%s, %s".formatted(written, text.time(line.plannedAt()));
    }

    private static String between(@Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null ? "–" : Markdown.duration(Duration.between(from, to));
    }

    private static String by(@Nullable String name) {
        return name == null ? "–" : name;
    }

    private static String note(@Nullable String note) {
        return note == null ? "" : note;
    }
}
