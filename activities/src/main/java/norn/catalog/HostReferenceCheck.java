package norn.catalog;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import norn.action.Action;
import norn.action.ActionCall;
import norn.runbook.Runbook;
import norn.runbook.Step;
import norn.runbook.Work;
import norn.yaml.Problems;
import norn.yaml.RecordReader;
import norn.yaml.YamlNode;

/** What the actions of a runbook read of the environment file must be there; this is found out before anything runs. */
final class HostReferenceCheck {
    private final LoadedRunbook loaded;
    private final EnvironmentFile environment;
    private final Exclusions exclusions;
    private final Map<String, Action> actions;
    private final Problems problems;

    HostReferenceCheck(
            LoadedRunbook loaded,
            EnvironmentFile environment,
            Exclusions exclusions,
            Map<String, Action> actions,
            Problems problems) {
        this.loaded = loaded;
        this.environment = environment;
        this.exclusions = exclusions;
        this.actions = actions;
        this.problems = problems;
    }

    /** Notes every path that a step of the runbook reads and that is not there, once, with the steps that read it. */
    void check(Runbook runbook) {
        var readers = new LinkedHashMap<String, LinkedHashSet<String>>();
        for (var phase : runbook.phases()) {
            for (var step : phase.steps()) {
                for (var path : references(step)) {
                    readers.computeIfAbsent(path, unread -> new LinkedHashSet<>())
                            .add(step.id());
                }
            }
        }
        readers.forEach((path, steps) -> find(path, List.copyOf(steps)));
    }

    private List<String> references(Step step) {
        if (!(step.work() instanceof Work.Action work) || exclusions.contains(step)) {
            return List.of();
        }
        var action = actions.get(work.name());
        return action == null ? List.of() : action.references(new Call(step, work));
    }

    private void find(String path, List<String> steps) {
        var place = environment.host();
        var names = List.of(path.split("\\.", -1));
        for (var at = 0; at < names.size(); at++) {
            var next = place.isMapping() ? place.field(names.get(at)) : null;
            if (next == null) {
                missing(
                        place,
                        at == 0 ? "section " + names.get(0) : String.join(".", names.subList(at, names.size())),
                        steps);
                return;
            }
            place = next;
        }
    }

    private void missing(YamlNode place, String what, List<String> steps) {
        var known = place.isMapping() ? place.fields().keySet() : List.<String>of();
        var isEntry = place != environment.host();
        var first = steps.get(0);
        var problem = problems.add(
                place.whereKey(),
                steps.size() == 1
                        ? "has no %s, which the step %s uses".formatted(what, first)
                        : "has no %s, which the steps %s use".formatted(what, some(steps)));
        if (isEntry && !known.isEmpty()) {
            problem.known(known);
        }
        problem.remedy("Add it%s, or exclude %s with a reason: policy.excluded.%s (%s)"
                .formatted(
                        isEntry ? "" : " (norn environment sample shows one)",
                        steps.size() == 1 ? "the step" : "those steps",
                        first,
                        loaded.where(first)));
    }

    private static String some(List<String> steps) {
        return steps.stream().limit(5).collect(Collectors.joining(", "))
                + (steps.size() > 5 ? " and %d more".formatted(steps.size() - 5) : "");
    }

    /** The call that a step makes, with the settings as this file has them. */
    private final class Call implements ActionCall {
        private final Step step;
        private final Work.Action work;

        Call(Step step, Work.Action work) {
            this.step = step;
            this.work = work;
        }

        @Override
        public Map<String, Object> options() {
            return work.options();
        }

        @Override
        public Optional<String> component() {
            return Optional.ofNullable(step.component());
        }

        @Override
        public <S> Optional<S> settings(String section, Class<S> type) {
            var host = environment.host();
            var node = host.isMapping() ? host.field(section) : null;
            return node == null ? Optional.empty() : Optional.ofNullable(new RecordReader().read(node, type));
        }
    }
}
