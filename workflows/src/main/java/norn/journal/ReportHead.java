package norn.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import norn.plan.Count;
import norn.runbook.PhaseName;
import norn.runbook.PlannedTime;
import org.jspecify.annotations.Nullable;

/** The report's first page: what came of it, the deployment's form, downtime and its critical path. */
final class ReportHead {
    private final Report.Account account;
    private final Markdown text;

    ReportHead(Report.Account account, Markdown text) {
        this.account = account;
        this.text = text;
    }

    void write() {
        var plan = account.plan;
        text.heading(1, "%s in %s: %s".formatted(plan.release(), plan.environment(), account.status));
        text.bullet("Deployment", account.deployment);
        text.bullet(
                "Release",
                plan.previousRelease() == null
                        ? plan.release()
                        : "%s, after %s".formatted(plan.release(), plan.previousRelease()));
        text.bullet("As of", text.time(account.asOf) + " (" + plan.policy().zone() + ")");
        text.bullet("Pace", plan.policy().pace().text());
        reasons();
        form();
        downtime();
    }

    /** Why it did not simply run to its end. */
    private void reasons() {
        for (var journal : account.journals)
            for (var entry : journal.entries()) {
                if (entry.event() instanceof Event.PhaseEnded ended
                        && !ended.outcome().reason().isBlank())
                    text.bullet(
                            "%s ended as %s"
                                    .formatted(journal.phase(), ended.outcome().kind()),
                            ended.outcome().reason());
                if (entry.event() instanceof Event.WentOn on)
                    text.bullet("%s went on".formatted(journal.phase()), "no rollback: " + on.reason());
            }
    }

    private void form() {
        var day = account.journals.stream()
                .filter(journal -> journal.phase() == PhaseName.DEPLOYMENT_DAY)
                .findFirst();
        text.heading(2, "Deployment form");
        var started = day.map(journal -> at(journal, true)).orElse(null);
        var completed = day.map(journal -> at(journal, false)).orElse(null);
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("Deployment date", text.time(account.checklist.t0()), "T-0"));
        rows.add(List.of("Deployed by", decidedBy("start-day"), "gate start-day"));
        rows.add(List.of("Deployment started (SIGN-RUN-1)", text.time(started), "journal of deployment-day"));
        rows.add(List.of("Deployment completed (SIGN-RUN-2)", text.time(completed), "journal of deployment-day"));
        rows.add(List.of(
                "Total duration (SIGN-RUN-3)",
                started == null || completed == null ? "–" : Markdown.length(Duration.between(started, completed)),
                "the two above"));
        rows.add(List.of("Issues encountered (SIGN-RUN-4)", issues(), "failures and incident log, below"));
        rows.add(List.of("Deployment status (SIGN-POST-3)", account.status.name(), "the deployment"));
        text.table(List.of("field", "value", "source"), rows);
    }

    private static @Nullable Instant at(Journal journal, boolean first) {
        Instant found = null;
        for (var entry : journal.entries()) {
            if (first && entry.event() instanceof Event.PhaseStarted) return entry.at();
            if (entry.event() instanceof Event.PhaseEnded) found = entry.at();
        }
        return found;
    }

    private String decidedBy(String gate) {
        return account.entries().stream()
                .filter(entry -> entry.event() instanceof Event.Decided said
                        && said.gate().equals(gate)
                        && said.verdict() == Event.Verdict.GO)
                .map(entry -> ((Event.Decided) entry.event()).by())
                .reduce((earlier, later) -> later)
                .orElse("–");
    }

    private String issues() {
        var failures = account.entries().stream()
                .filter(entry -> entry.event() instanceof Event.StepFailed)
                .count();
        var incidents = account.checklist.incidents().size();
        var refused = account.checklist.refused().size();
        if (failures + incidents + refused == 0) return "none";
        return "%s, %s, %s"
                .formatted(
                        Count.of(failures, "failed attempt"),
                        Count.of(incidents, "incident"),
                        Count.of(refused, "refused message"));
    }

    private void downtime() {
        var all = Downtime.of(account.plan, account.journals);
        if (all.isEmpty()) return;
        text.heading(2, "Downtime");
        var total = Duration.ZERO;
        for (var one : all) {
            total = total.plus(one.length(account.asOf));
            text.bullet(
                    "Players out (%s)".formatted(one.phase()),
                    "%s, from %s until %s"
                            .formatted(
                                    Markdown.length(one.length(account.asOf)),
                                    text.time(one.out()),
                                    one.letIn() == null ? "now: they are still out" : text.time(one.letIn())));
            path(one);
        }
        text.bullet("Together", "%s (source: journals)".formatted(Markdown.length(total)));
        var planned = planned();
        if (planned != null)
            text.bullet(
                    "Planned maintenance",
                    "%s of planned time (source: runbook, from T-0 to the step that lets players in); the week's target for uptime counts apart from it"
                            .formatted(Markdown.length(planned)));
    }

    private void path(Downtime downtime) {
        var links = CriticalPath.of(account.plan, account.checklist.steps(), downtime);
        if (links.isEmpty()) return;
        text.bullet(
                "Critical path",
                links.stream()
                        .filter(link -> link.took().toMillis() > 0)
                        .map(link -> "%s %s%s"
                                .formatted(
                                        link.step(),
                                        Markdown.length(link.took()),
                                        link.people() ? " (waiting for people)" : ""))
                        .collect(Collectors.joining(" → ")));
        var slowest = new LinkedHashMap<String, Duration>();
        links.stream()
                .sorted((one, other) -> other.took().compareTo(one.took()))
                .limit(3)
                .forEach(link -> slowest.put(link.step(), link.took()));
        text.bullet("Longest on it", String.join(", ", slowest.keySet()));
    }

    private @Nullable Duration planned() {
        for (var step : account.plan.runbook().phase(PhaseName.DEPLOYMENT_DAY).steps())
            if (step.goLive() && step.planned() instanceof PlannedTime.FromT0 time) return time.offset();
        return null;
    }
}
