package norn.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import norn.action.Action;
import norn.action.Action.Option.Type;
import norn.plan.Policy;
import norn.runbook.Phase;
import norn.runbook.Runbook;
import norn.runbook.Step;
import norn.runbook.StepPurpose;
import norn.runbook.Work;
import org.jspecify.annotations.Nullable;

/**
 * What an environment excludes of a runbook: steps by their ids, and all steps of the components that it does not have. An
 * excluded step passes its needs on: whoever needs it needs what it needed, so that nothing starts before its gates because
 * something is excluded. What it was to the engine (the first change, the go-live, the end of the downtime) passes to the steps
 * that follow it.
 */
final class Exclusions {
    private final Map<String, Action> actions;
    private final Map<String, String> components;
    /** The reason of each excluded step, by its id. */
    private final Map<String, String> reasons = new LinkedHashMap<>();

    private Exclusions(Policy policy, Map<String, Action> actions) {
        this.actions = actions;
        components = policy.excludedComponents();
    }

    /** What that policy excludes of that runbook. */
    static Exclusions of(Runbook runbook, Policy policy, Map<String, Action> actions) {
        var exclusions = new Exclusions(policy, actions);
        for (var phase : runbook.phases()) {
            for (var step : phase.steps()) {
                exclusions.note(step, policy);
            }
        }
        return exclusions;
    }

    private void note(Step step, Policy policy) {
        var reason = policy.excluded().get(step.id());
        if (reason != null) {
            reasons.put(step.id(), reason);
        } else if (step.component() != null && components.containsKey(step.component())) {
            reasons.put(step.id(), "%s: %s".formatted(step.component(), components.get(step.component())));
        } else if (step.work() instanceof Work.Action work) {
            var named = named(work);
            if (!named.isEmpty() && components.keySet().containsAll(named)) {
                reasons.put(step.id(), "it is only for excluded components: " + String.join(", ", named));
            }
        }
    }

    /** The reason of each excluded step, by its id. */
    Map<String, String> reasons() {
        return reasons;
    }

    boolean contains(Step step) {
        return reasons.containsKey(step.id());
    }

    /** The components that the action's options name. */
    Set<String> named(Work.Action work) {
        var named = new LinkedHashSet<String>();
        work.options().forEach((option, value) -> {
            if (isOfComponents(work, option) && value instanceof Collection<?> list) {
                list.forEach(name -> named.add(String.valueOf(name)));
            }
        });
        return named;
    }

    /** The runbook with the needs and the marks of the excluded steps passed on, and their components dropped from options. */
    Runbook apply(Runbook runbook) {
        if (reasons.isEmpty() && components.isEmpty()) {
            return runbook;
        }
        return runbook.withPhases(runbook.phases().stream().map(this::apply).toList());
    }

    private Phase apply(Phase phase) {
        var steps = new LinkedHashMap<String, Step>();
        phase.steps().forEach(step -> steps.put(step.id(), contains(step) ? step : withNeedsPassedOn(step, phase)));
        for (var step : phase.steps()) {
            if (contains(step)) {
                passMarksOn(step, phase, steps);
            }
        }
        return phase.with(step -> steps.getOrDefault(step.id(), step));
    }

    private Step withNeedsPassedOn(Step step, Phase phase) {
        var needs = new LinkedHashSet<String>();
        var open = new ArrayList<>(step.needs());
        if (step.notice() != null) {
            open.add(step.notice().step());
        }
        var seen = new LinkedHashSet<String>();
        while (!open.isEmpty()) {
            var need = open.remove(0);
            var excluded = phase.step(need).filter(this::contains);
            if (excluded.isEmpty()) {
                needs.add(need);
            } else if (seen.add(need)) {
                open.addAll(excluded.get().needs());
            }
        }
        return step.adapted(dropped(step.work()), List.copyOf(needs), step.purpose(), step.changes(), step.goLive());
    }

    private Work dropped(Work work) {
        if (!(work instanceof Work.Action call) || named(call).isEmpty()) {
            return work;
        }
        var options = new LinkedHashMap<>(call.options());
        options.replaceAll((name, value) -> isOfComponents(call, name) && value instanceof Collection<?> list
                ? list.stream()
                        .filter(component -> !components.containsKey(String.valueOf(component)))
                        .toList()
                : value);
        return new Work.Action(call.name(), options, call.limit(), call.heartbeat());
    }

    private boolean isOfComponents(Work.Action call, String option) {
        var action = actions.get(call.name());
        return action != null
                && action.options().stream()
                        .anyMatch(known -> known.name().equals(option) && known.type() == Type.COMPONENTS);
    }

    private void passMarksOn(Step excluded, Phase phase, Map<String, Step> steps) {
        if (excluded.changes()) {
            following(excluded, phase, this::changesEnvironment)
                    .forEach(next -> steps.computeIfPresent(
                            next, (id, step) -> marked(step, step.purpose(), true, step.goLive())));
        }
        if (excluded.goLive()) {
            following(excluded, phase, step -> !(step.work() instanceof Work.Gate)).stream()
                    .limit(1)
                    .forEach(next -> steps.computeIfPresent(
                            next, (id, step) -> marked(step, step.purpose(), step.changes(), true)));
        }
        if (excluded.serves(StepPurpose.RESTORES_ACCESS)) {
            following(excluded, phase, step -> !(step.work() instanceof Work.Gate) && step.purpose() == null).stream()
                    .limit(1)
                    .forEach(next -> steps.computeIfPresent(
                            next,
                            (id, step) -> marked(step, StepPurpose.RESTORES_ACCESS, step.changes(), step.goLive())));
        }
    }

    private static Step marked(Step step, @Nullable StepPurpose purpose, boolean changes, boolean goLive) {
        return step.adapted(step.work(), step.needs(), purpose, changes, goLive);
    }

    private boolean changesEnvironment(Step step) {
        if (!(step.work() instanceof Work.Action work)) {
            return false;
        }
        var action = actions.get(work.name());
        return action == null || action.changesEnvironment();
    }

    /** The ids of the steps that are such and follow that step, with nothing such in between. */
    private List<String> following(Step first, Phase phase, Predicate<Step> such) {
        var found = new LinkedHashSet<String>();
        var passed = new LinkedHashSet<>(List.of(first.id()));
        boolean again;
        do {
            again = false;
            for (var step : phase.steps()) {
                if (passed.contains(step.id())
                        || step.isCompensation()
                        || step.needs().stream().noneMatch(passed::contains)) {
                    continue;
                }
                if (!contains(step) && such.test(step)) {
                    found.add(step.id());
                } else {
                    again |= passed.add(step.id());
                }
            }
        } while (again);
        return List.copyOf(found);
    }
}
