package norn.worker.metric;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import norn.report.Checklist;
import norn.report.Situation;
import norn.runbook.PhaseName;
import norn.state.StepState;

/** Runs as a server could list them, for tests that need every metric of theirs. */
public final class MetricExamples {
    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");

    private MetricExamples() {}

    /** Shows a deployment with a step and a gate, and a run in trouble. */
    public static void show(RunMetrics metrics) {
        metrics.show(List.of(waiting(item("gate", NOW, NOW))), NOW);
        metrics.showTrouble(List.of(ReportedProblem.of("Deployment", List.of("cause=unknown"))));
    }

    static OpenDeployment waiting(Checklist.WaitingItem... items) {
        var step = new Checklist.Line(
                "go-live",
                PhaseName.DEPLOYMENT_DAY,
                "s",
                "t",
                List.of(),
                StepState.WAITING,
                1,
                null,
                null,
                null,
                null,
                null);
        var checklist = new Checklist(
                "d",
                "production",
                "v1.0.0",
                null,
                null,
                "WAITING_FOR_PEOPLE",
                NOW,
                null,
                null,
                List.of(items),
                List.of(step),
                List.of(),
                List.of());
        return new OpenDeployment(
                "production",
                "WAITING_FOR_PEOPLE",
                new OpenDeployment.View(checklist, new Situation(NOW.minusSeconds(120), 120L, null)));
    }

    static Checklist.WaitingItem item(String kind, Instant since, Instant deadline) {
        return new Checklist.WaitingItem(
                kind,
                "go-live",
                "go live",
                List.of("release-manager"),
                since,
                deadline,
                1,
                List.of("GO"),
                new Checklist.ProposedMessage("decide", Map.of()),
                null);
    }
}
