package norn.worker.metric;

import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import norn.report.Checklist.WaitingItem;
import norn.state.StepState;

/** What the open deployments come to in numbers, each by its labels. */
final class OpenDeployments {
    /** What people may be waited for. */
    private static final List<String> KINDS = List.of("gate", "step", "failure", "criterion");

    private static final String KIND = "kind";

    private final EnvironmentLabel environments;
    private final Instant now;
    final Map<Tags, Double> byStatus = new LinkedHashMap<>();
    final Map<Tags, Double> steps = new LinkedHashMap<>();
    final Map<Tags, Double> waiting = new LinkedHashMap<>();
    final Map<Tags, Double> oldestSeconds = new LinkedHashMap<>();
    final Map<Tags, Double> overdue = new LinkedHashMap<>();
    final Map<Tags, Double> usersOutSeconds = new LinkedHashMap<>();
    int unreadable;

    OpenDeployments(EnvironmentLabel environments, Instant now) {
        this.environments = environments;
        this.now = now;
    }

    void add(OpenDeployment deployment) {
        var environment = Tags.of(EnvironmentLabel.NAME, environments.of(deployment.environment()));
        var status = deployment.status();
        byStatus.merge(
                environment.and("status", status == null ? "unknown" : status.toLowerCase(Locale.ROOT)),
                1.0,
                Double::sum);
        var view = deployment.view();
        if (view == null) {
            unreadable++;
            return;
        }
        for (var state : StepState.values()) {
            var count = view.checklist().steps().stream()
                    .filter(step -> step.state() == state)
                    .count();
            steps.merge(environment.and("state", state.name().toLowerCase(Locale.ROOT)), (double) count, Double::sum);
        }
        for (var kind : KINDS) {
            var labels = environment.and(KIND, kind);
            waiting.putIfAbsent(labels, 0.0);
            oldestSeconds.putIfAbsent(labels, 0.0);
            overdue.putIfAbsent(labels, 0.0);
        }
        for (var item : view.checklist().waiting()) {
            if (KINDS.contains(item.kind())) {
                add(item, environment.and(KIND, item.kind()));
            }
        }
        var since = view.situation().usersOutSince();
        usersOutSeconds.merge(environment, since == null ? 0 : seconds(since), Math::max);
    }

    private void add(WaitingItem item, Tags labels) {
        waiting.merge(labels, 1.0, Double::sum);
        oldestSeconds.merge(labels, seconds(item.since()), Math::max);
        var deadline = item.deadline();
        if (deadline != null && deadline.isBefore(now)) {
            overdue.merge(labels, 1.0, Double::sum);
        }
    }

    private double seconds(Instant since) {
        return Math.max(0, Duration.between(since, now).toMillis() / 1000.0);
    }
}
