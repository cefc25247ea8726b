package norn.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import norn.journal.Checklist.Line;
import norn.journal.Checklist.State;
import norn.runbook.PhaseName;
import norn.runbook.PlannedTime;
import norn.runbook.Step;
import org.jspecify.annotations.Nullable;

/** What happened: decisions, what was not as planned, incidents, refusals, and the timeline, planned against actual. */
final class ReportCourse {
    private final Report.Account account;
    private final Markdown text;

    ReportCourse(Report.Account account, Markdown text) {
        this.account = account;
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
        for (var entry : account.entries()) {
            var at = text.time(entry.at());
            if (entry.event() instanceof Event.Decided said)
                rows.add(List.of(at, "gate " + said.gate(), said.verdict().name(), said.by(), note(said.note())));
            if (entry.event() instanceof Event.Resolved said)
                rows.add(List.of(at, said.step(), said.choice().name(), said.by(), note(said.note())));
            if (entry.event() instanceof Event.RollbackOrdered said)
                rows.add(List.of(at, "rollback, " + said.mode().id(), "ORDERED", said.by(), said.reason()));
            if (entry.event() instanceof Event.DeadlinePassed passed)
                rows.add(List.of(at, passed.id(), "NO ANSWER", "nobody", "the deadline passed"));
            if (entry.event() instanceof Event.T0Set set)
                rows.add(List.of(at, "T-0", text.time(set.t0()), set.by(), note(set.note())));
            if (entry.event() instanceof Event.Paused paused)
                rows.add(List.of(at, "pause", "PAUSED", paused.by(), note(paused.note())));
            if (entry.event() instanceof Event.Resumed resumed)
                rows.add(List.of(at, "pause", "RESUMED", resumed.by(), note(resumed.note())));
            if (entry.event() instanceof Event.Cancelled cancelled)
                rows.add(List.of(at, "deployment", "CANCELLED", "–", cancelled.reason()));
        }
        if (rows.isEmpty()) return;
        text.heading(2, "Decisions");
        text.line("Names are claims, as the messages gave them.").line("");
        text.table(List.of("when", "what", "decision", "by", "note"), rows);
    }

    private void notAsPlanned() {
        var rows = new ArrayList<List<String>>();
        for (var line : account.checklist.steps()) {
            var proof = line.evidence();
            var reason = proof == null
                    ? ""
                    : proof.note() == null ? proof.summary() : proof.summary() + " – " + proof.note();
            if (line.state() == State.SKIPPED || line.state() == State.FAILED)
                rows.add(List.of(line.id(), line.state().name(), by(line.by()), reason));
        }
        for (var entry : account.entries())
            if (entry.event() instanceof Event.StepFailed failed)
                rows.add(List.of(
                        failed.step(),
                        "attempt %d failed".formatted(failed.attempt()),
                        text.time(entry.at()),
                        "%s: %s".formatted(failed.error(), failed.message())));
        if (!rows.isEmpty()) {
            text.heading(2, "Not as planned");
            text.table(List.of("step", "state", "by or when", "reason"), rows);
        }
        var leftOut = new ArrayList<List<String>>();
        for (var line : account.checklist.steps())
            if (line.state() == State.NOT_NEEDED && line.evidence() != null)
                leftOut.add(List.of(line.id(), line.evidence().summary()));
        if (leftOut.isEmpty()) return;
        text.heading(2, "Left out");
        text.table(List.of("step", "reason"), leftOut);
    }

    private void incidents() {
        var rows = new ArrayList<List<String>>();
        for (var incident : account.checklist.incidents())
            rows.add(List.of(
                    incident.id(),
                    incident.severity(),
                    incident.state(),
                    incident.summary(),
                    incident.by(),
                    text.time(incident.openedAt()),
                    text.time(incident.closedAt())));
        if (rows.isEmpty()) return;
        text.heading(2, "Incidents");
        text.table(List.of("id", "severity", "state", "summary", "by", "opened", "closed"), rows);
    }

    private void refused() {
        var rows = new ArrayList<List<String>>();
        for (var message : account.checklist.refused())
            rows.add(List.of(text.time(message.at()), message.message(), by(message.by()), message.reason()));
        if (rows.isEmpty()) return;
        text.heading(2, "Refused messages");
        text.table(List.of("when", "message", "by", "reason"), rows);
    }

    private void timeline() {
        text.heading(2, "Timeline, planned against actual");
        for (var phase : PhaseName.values()) {
            var rows = new ArrayList<List<String>>();
            for (var line : account.checklist.steps()) if (line.phase() == phase && begun(line)) rows.add(row(line));
            if (rows.isEmpty()) continue;
            text.heading(3, account.plan.runbook().phase(phase).title());
            text.table(List.of("step", "planned", "started", "late by", "took", "state", "by", "what was seen"), rows);
        }
    }

    private static boolean begun(Line line) {
        return line.state() != State.NOT_NEEDED && (line.startedAt() != null || line.endedAt() != null);
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
        var written = account.plan
                .runbook()
                .phase(line.phase())
                .step(line.id())
                .map(Step::planned)
                .map(PlannedTime::text)
                .orElse("");
        if (line.plannedAt() == null) return written.isEmpty() ? "–" : written;
        return written.isEmpty()
                ? text.time(line.plannedAt())
                : "%s, %s".formatted(written, text.time(line.plannedAt()));
    }

    private static String between(@Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null ? "–" : Markdown.length(Duration.between(from, to));
    }

    private static String by(@Nullable String name) {
        return name == null ? "–" : name;
    }

    private static String note(@Nullable String note) {
        return note == null ? "" : note;
    }
}
