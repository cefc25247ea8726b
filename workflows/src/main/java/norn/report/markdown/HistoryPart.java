package norn.report.markdown;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import norn.report.Checklist.Line;
import norn.report.ReportHistory;
import norn.report.ReportHistory.Decision;
import norn.report.ReportHistory.TimelineEntry;
import norn.state.StepEvidence;
import org.jspecify.annotations.Nullable;

/** What happened: decisions, what was not as planned, incidents, refusals, and the timeline, planned against actual. */
final class HistoryPart {
    private final Markdown text;

    HistoryPart(Markdown text) {
        this.text = text;
    }

    void write(ReportHistory history) {
        decisions(history.decisions());
        notAsPlanned(history);
        incidents(history);
        refused(history);
        timeline(history);
    }

    private void decisions(List<Decision> decisions) {
        if (decisions.isEmpty()) {
            return;
        }
        text.heading(2, "Decisions");
        text.line("Names are claims, as the messages gave them.").line("");
        text.table(
                List.of("when", "what", "decision", "by", "note"),
                decisions.stream()
                        .map(one -> List.of(
                                text.time(one.at()),
                                one.what(),
                                one.t0() == null ? one.verdict() : text.time(one.t0()),
                                Markdown.orDash(one.by()),
                                one.note() == null ? "" : one.note()))
                        .toList());
    }

    private void notAsPlanned(ReportHistory history) {
        var rows = new ArrayList<List<String>>();
        for (var line : history.unfinished()) {
            rows.add(List.of(line.id(), line.state().name(), Markdown.orDash(line.by()), reason(line.evidence())));
        }
        for (var failure : history.failures()) {
            rows.add(List.of(
                    failure.step(),
                    "attempt %d failed".formatted(failure.attempt()),
                    text.time(failure.at()),
                    "%s: %s".formatted(failure.error(), failure.message())));
        }
        text.section("Not as planned", List.of("step", "state", "by or when", "reason"), rows);
        text.section(
                "Not needed",
                List.of("step", "reason"),
                history.notNeeded().stream()
                        .map(one -> List.of(one.step(), one.reason()))
                        .toList());
    }

    private static String reason(@Nullable StepEvidence evidence) {
        if (evidence == null) {
            return "";
        }
        return evidence.note() == null ? evidence.summary() : evidence.summary() + " – " + evidence.note();
    }

    private void incidents(ReportHistory history) {
        text.section(
                "Incidents",
                List.of("id", "severity", "state", "summary", "by", "opened", "closed"),
                history.incidents().stream()
                        .map(incident -> List.of(
                                incident.id(),
                                incident.severity(),
                                incident.state(),
                                incident.summary(),
                                incident.by(),
                                text.time(incident.openedAt()),
                                text.time(incident.closedAt())))
                        .toList());
    }

    private void refused(ReportHistory history) {
        text.section(
                "Refused messages",
                List.of("when", "message", "by", "reason"),
                history.refused().stream()
                        .map(message -> List.of(
                                text.time(message.at()),
                                message.message(),
                                Markdown.orDash(message.by()),
                                message.reason()))
                        .toList());
    }

    private void timeline(ReportHistory history) {
        text.heading(2, "Timeline, planned against actual");
        for (var phase : history.timeline()) {
            text.heading(3, phase.title());
            text.table(
                    List.of("step", "planned", "started", "late by", "took", "state", "by", "result"),
                    phase.entries().stream().map(this::row).toList());
        }
    }

    private List<String> row(TimelineEntry entry) {
        var line = entry.line();
        return List.of(
                line.id(),
                planned(entry, line),
                text.time(line.startedAt()),
                between(line.plannedAt(), line.startedAt()),
                between(line.startedAt(), line.endedAt()),
                line.state() + (line.attempt() > 1 ? ", attempt " + line.attempt() : ""),
                Markdown.orDash(line.by()),
                line.evidence() == null ? "" : line.evidence().summary());
    }

    /** As the runbook has it, and what time that was at the environment's pace. */
    private String planned(TimelineEntry entry, Line line) {
        if (line.plannedAt() == null) {
            return Markdown.orDash(entry.planned());
        }
        return entry.planned() == null
                ? text.time(line.plannedAt())
                : "%s, %s".formatted(entry.planned(), text.time(line.plannedAt()));
    }

    private static String between(@Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null ? "–" : Markdown.duration(Duration.between(from, to));
    }
}
