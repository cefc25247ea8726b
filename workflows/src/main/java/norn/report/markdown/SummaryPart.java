package norn.report.markdown;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import norn.report.CriticalPath;
import norn.report.DowntimeReport;
import norn.report.ReportHead;

/** The report's first page: what came of it, and the downtime with its critical path. */
final class SummaryPart {
    private final Markdown text;

    SummaryPart(Markdown text) {
        this.text = text;
    }

    void title(ReportHead head) {
        text.heading(1, "%s in %s: %s".formatted(head.release(), head.environment(), head.status()));
    }

    void head(ReportHead head) {
        text.heading(2, "The deployment");
        text.bullet("Deployment", head.deployment());
        text.bullet(
                "Release",
                head.previousRelease() == null
                        ? head.release()
                        : "%s, after %s".formatted(head.release(), head.previousRelease()));
        text.bullet("As of", text.time(head.asOf()) + " (" + head.zone() + ")");
        text.bullet("Pace", head.pace());
        if (head.watched() != null) {
            text.bullet("It only watches", head.watched());
        }
        if (head.rollback() != null) {
            text.bullet("Rolled back because", head.rollback());
        }
        for (var ending : head.endings()) {
            if (ending.kind() == null) {
                text.bullet("%s was reopened".formatted(ending.phase()), "no rollback: " + ending.reason());
            } else {
                text.bullet("%s ended as %s".formatted(ending.phase(), ending.kind()), ending.reason());
            }
        }
    }

    void downtime(DowntimeReport report) {
        if (report.parts().isEmpty()) {
            return;
        }
        text.heading(2, "Downtime");
        for (var part : report.parts()) {
            var downtime = part.downtime();
            text.bullet(
                    "No access (%s)".formatted(downtime.phase()),
                    "%s, from %s until %s"
                            .formatted(
                                    Markdown.duration(part.duration()),
                                    text.time(downtime.startedAt()),
                                    downtime.endedAt() == null
                                            ? "now: access is not restored yet"
                                            : text.time(downtime.endedAt())));
            path(part.criticalPath());
        }
        text.bullet("Total", "%s (source: journals)".formatted(Markdown.duration(report.total())));
        if (report.planned() != null) {
            text.bullet(
                    "Planned maintenance",
                    "%s of planned time (source: runbook, from T-0 to the step that restores access); targets for uptime exclude it"
                            .formatted(Markdown.duration(report.planned())));
        }
    }

    private void path(List<CriticalPath.Link> links) {
        if (links.isEmpty()) {
            return;
        }
        text.bullet(
                "Critical path",
                links.stream()
                        .filter(link -> link.duration().toMillis() > 0)
                        .map(link -> "%s %s%s"
                                .formatted(
                                        link.step(),
                                        Markdown.duration(link.duration()),
                                        link.waitedForPeople() ? " (waiting for people)" : ""))
                        .collect(Collectors.joining(" → ")));
        var slowest = new LinkedHashMap<String, Duration>();
        links.stream()
                .sorted((one, other) -> other.duration().compareTo(one.duration()))
                .limit(3)
                .forEach(link -> slowest.put(link.step(), link.duration()));
        text.bullet("Longest on it", String.join(", ", slowest.keySet()));
    }
}
