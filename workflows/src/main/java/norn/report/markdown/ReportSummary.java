package norn.report.markdown;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import norn.plan.Count;
import norn.report.CriticalPath;
import norn.report.Downtime;
import norn.runbook.PhaseName;
import norn.runbook.PlannedTime;
import norn.state.Event;
import norn.state.Journal;
import org.jspecify.annotations.Nullable;

/** The report's first page: what came of it, the deployment's form, downtime and its critical path. */
final class ReportSummary {
    private final Report.ReportModel model;
    private final Markdown text;

    ReportSummary(Report.ReportModel model, Markdown text) {
        this.model = model;
        this.text = text;
    }

    void write() {
        var plan = model.plan;
        text.heading(1, "%s in %s: %s".formatted(plan.release(), plan.environment(), model.status));
        text.bullet("Deployment", model.deployment);
        text.bullet(
                "Release",
                plan.previousRelease() == null
                        ? plan.release()
                        : "%s, after %s".formatted(plan.release(), plan.previousRelease()));
        text.bullet("As of", text.time(model.asOf) + " (" + plan.policy().zone() + ")");
        text.bullet("Pace", plan.policy().pace().text());
        reasons();
        form();
        downtime();
    }

    /** Why it did not simply run to its end. */
    private void reasons() {
        for (var journal : model.journals) {
            for (var entry : journal.entries()) {
                if (entry.event() instanceof Event.PhaseEnded ended
                        && !ended.outcome().reason().isBlank()) {
                    text.bullet(
                            "%s ended as %s"
                                    .formatted(journal.phase(), ended.outcome().kind()),
                            ended.outcome().reason());
                }
                if (entry.event() instanceof Event.PhaseReopened reopened) {
                    text.bullet("%s went on".formatted(journal.phase()), "no rollback: " + reopened.reason());
                }
            }
        }
    }

    private void form() {
        var day = model.journals.stream()
                .filter(journal -> journal.phase() == PhaseName.DEPLOYMENT_DAY)
                .findFirst();
        text.heading(2, "Deployment form");
        var started = day.map(journal -> at(journal, true)).orElse(null);
        var completed = day.map(journal -> at(journal, false)).orElse(null);
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("Deployment date", text.time(model.checklist.t0()), "T-0"));
        rows.add(List.of("Deployed by", decidedBy("start-day"), "gate start-day"));
        rows.add(List.of("Deployment started (SIGN-RUN-1)", text.time(started), "journal of deployment-day"));
        rows.add(List.of("Deployment completed (SIGN-RUN-2)", text.time(completed), "journal of deployment-day"));
        rows.add(List.of(
                "Total duration (SIGN-RUN-3)",
                started == null || completed == null ? "–" : Markdown.duration(Duration.between(started, completed)),
                "the two above"));
        rows.add(List.of("Issues encountered (SIGN-RUN-4)", issues(), "failures and incident log, below"));
        rows.add(List.of("Deployment status (SIGN-POST-3)", model.status.name(), "the deployment"));
        text.table(List.of("field", "value", "source"), rows);
    }

    private static @Nullable Instant at(Journal journal, boolean first) {
        Instant found = null;
        for (var entry : journal.entries()) {
            if (first && entry.event() instanceof Event.PhaseStarted) {
                return entry.at();
            }
            if (entry.event() instanceof Event.PhaseEnded) {
                found = entry.at();
            }
        }
        return found;
    }

    private String decidedBy(String gate) {
        return model.entries().stream()
                .filter(entry -> entry.event() instanceof Event.Decided event
                        && event.gate().equals(gate)
                        && event.verdict() == Event.Verdict.GO)
                .map(entry -> ((Event.Decided) entry.event()).by())
                .reduce((earlier, later) -> later)
                .orElse("–");
    }

    private String issues() {
        var failures = model.entries().stream()
                .filter(entry -> entry.event() instanceof Event.StepFailed)
                .count();
        var incidents = model.checklist.incidents().size();
        var refused = model.checklist.refused().size();
        if (failures + incidents + refused == 0) {
            return "none";
        }
        return "%s, %s, %s"
                .formatted(
                        Count.of(failures, "failed attempt"),
                        Count.of(incidents, "incident"),
                        Count.of(refused, "refused message"));
    }

    private void downtime() {
        var all = Downtime.of(model.plan, model.journals);
        if (all.isEmpty()) {
            return;
        }
        text.heading(2, "Downtime");
        var total = Duration.ZERO;
        for (var one : all) {
            total = total.plus(one.duration(model.asOf));
            text.bullet(
                    "Players out (%s)".formatted(one.phase()),
                    "%s, from %s until %s"
                            .formatted(
                                    Markdown.duration(one.duration(model.asOf)),
                                    text.time(one.startedAt()),
                                    one.endedAt() == null ? "now: they are still out" : text.time(one.endedAt())));
            path(one);
        }
        text.bullet("Together", "%s (source: journals)".formatted(Markdown.duration(total)));
        var planned = planned();
        if (planned != null) {
            text.bullet(
                    "Planned maintenance",
                    "%s of planned time (source: runbook, from T-0 to the step that lets players in); the week's target for uptime counts apart from it"
                            .formatted(Markdown.duration(planned)));
        }
    }

    private void path(Downtime downtime) {
        var links = CriticalPath.of(model.plan, model.checklist.steps(), downtime);
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

    private @Nullable Duration planned() {
        for (var step : model.plan.runbook().phase(PhaseName.DEPLOYMENT_DAY).steps()) {
            if (step.goLive() && step.planned() instanceof PlannedTime.FromT0 time) {
                return time.offset();
            }
        }
        return null;
    }
}
