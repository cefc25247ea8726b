package norn.catalog;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import norn.plan.Suggestion;
import norn.runbook.Step;
import norn.runbook.Work;
import norn.yaml.Problems;
import norn.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/** What a step calls by name must be in the environment's hands: better told weeks before than in the downtime. */
final class HostReferenceCheck {
    /** Where the names that an action's component means are listed, under hands. */
    private static final Map<String, List<String>> COMPONENTS = Map.of(
            "build", List.of("code", "builds"),
            "start-service", List.of("services", "components"),
            "stop-service", List.of("services", "components"),
            "ensure-running", List.of("services", "components"));

    private final LoadedRunbook loaded;
    private final YamlNode host;
    private final Problems problems;

    private HostReferenceCheck(LoadedRunbook loaded, YamlNode host, Problems problems) {
        this.loaded = loaded;
        this.host = host;
        this.problems = problems;
    }

    static void check(LoadedRunbook loaded, EnvironmentFile environment, Problems problems) {
        var check = new HostReferenceCheck(loaded, environment.host(), problems);
        for (var phase : loaded.runbook().phases()) {
            for (var step : phase.steps()) {
                if (step.work() instanceof Work.Action action
                        && !environment.policy().excluded().containsKey(step.id())) {
                    check.check(step, action);
                }
            }
        }
    }

    private void check(Step step, Work.Action action) {
        var path = COMPONENTS.get(action.name());
        if (path != null && step.component() != null) {
            find(step, path, step.component());
        }
        if (action.name().equals("probe")) {
            if (action.options().get("probe") instanceof String probe) {
                find(step, List.of("probes", "named"), probe);
            }
            if (action.options().get("probes") instanceof List<?> probes) {
                for (var probe : probes) {
                    find(step, List.of("probes", "named"), String.valueOf(probe));
                }
            }
        }
    }

    private void find(Step step, List<String> path, String name) {
        var there = node(path);
        var known = there == null || !there.isMapping()
                ? Set.<String>of()
                : new LinkedHashSet<>(there.fields().keySet());
        if (known.contains(name)) {
            return;
        }
        problems.add(
                (there == null ? host : there).whereKey(),
                "has no %s%s, which the step %s calls"
                        .formatted(there == null ? String.join(".", path) + "." : "", name, step.id()),
                known.isEmpty() ? null : Suggestion.known(known),
                "Add it, or leave the step out with a reason: policy.excluded.%s (the step: %s)"
                        .formatted(step.id(), loaded.where(step.id())));
    }

    private @Nullable YamlNode node(List<String> path) {
        var node = host;
        for (var name : path) {
            if (!node.isMapping()) {
                return null;
            }
            var next = new LinkedHashMap<>(node.fields()).get(name);
            if (next == null) {
                return null;
            }
            node = next;
        }
        return node;
    }
}
