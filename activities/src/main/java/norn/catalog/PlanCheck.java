package norn.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import norn.plan.Policy;
import norn.runbook.PhaseName;
import norn.runbook.Runbook;
import norn.runbook.Step;
import norn.runbook.Work;
import norn.yaml.Problems;

/** Whether a runbook and an environment's policy fit together. */
final class PlanCheck {
    private final LoadedRunbook loaded;
    private final EnvironmentFile environment;
    private final Policy policy;
    private final Exclusions exclusions;
    private final Problems problems;
    private final Map<String, Step> steps = new LinkedHashMap<>();

    PlanCheck(LoadedRunbook loaded, EnvironmentFile environment, Exclusions exclusions, Problems problems) {
        this.loaded = loaded;
        this.environment = environment;
        this.policy = environment.policy();
        this.exclusions = exclusions;
        this.problems = problems;
        for (var phase : loaded.runbook().phases()) {
            for (var step : phase.steps()) {
                steps.put(step.id(), step);
            }
        }
    }

    /** Notes what is wrong; people are required only for the steps of the runbook as it is planned. */
    void check(Runbook planned) {
        known("thresholds", policy.thresholds().keySet(), loaded.thresholds().keySet(), "threshold");
        known("hosts", policy.hosts().keySet(), components(), "component");
        known("excluded", policy.excluded().keySet(), steps.keySet(), "step");
        known("excluded." + PolicyReader.COMPONENTS, policy.excludedComponents().keySet(), components(), "component");
        steps.values().forEach(this::excluded);
        checkGoLive(planned);
        checkStores();
        if (!policy.anyone()) {
            planned.phases().forEach(phase -> phase.steps().forEach(this::people));
            fourEyes(planned);
        }
    }

    /** A runbook that backs up the database and leaves the stores beside it out makes backups that are none. */
    private void checkStores() {
        var host = environment.host();
        var stores = host.isMapping() ? host.field("stores") : null;
        if (stores != null && calls("back-up") && !calls("back-up-stores")) {
            problems.add(
                            stores.whereKey(),
                            "the runbook %s backs up the database, and never these stores"
                                    .formatted(loaded.runbook().name()))
                    .remedy("Add a step that does (do: {back-up-stores: {of: live, verify: true}}) to the runbook,"
                            + " beside the one that backs up the database.");
        }
    }

    private boolean calls(String action) {
        return steps.values().stream()
                .anyMatch(step ->
                        step.work() instanceof Work.Action work && work.name().equals(action));
    }

    private void fourEyes(Runbook planned) {
        var asked = new LinkedHashMap<String, Step>();
        for (var phase : planned.phases()) {
            for (var step : phase.steps()) {
                if (!exclusions.contains(step)) {
                    asked.put(step.id(), step);
                }
            }
        }
        var check = new FourEyesCheck(asked, this::people);
        for (var step : asked.values()) {
            if (step.work() instanceof Work.Gate gate) {
                check.check(
                        step,
                        gate,
                        loaded.where(step.id()),
                        environment.policyNode().file(),
                        problems);
            }
        }
    }

    private void known(String field, Set<String> named, Set<String> known, String what) {
        for (var name : named) {
            if (!known.contains(name)) {
                problems.add(where(field, name), "unknown " + what).known(known).meant(name, known);
            }
        }
    }

    private Set<String> components() {
        var components = new LinkedHashSet<String>();
        for (var step : steps.values()) {
            if (step.component() != null) {
                components.add(step.component());
            }
            if (step.work() instanceof Work.Action work) {
                components.addAll(exclusions.named(work));
            }
        }
        return components;
    }

    private void excluded(Step step) {
        if (policy.excluded().containsKey(step.id())) {
            if (step.work() instanceof Work.Gate) {
                problems.add(where("excluded", step.id()), "is a gate, which cannot be excluded")
                        .remedy("Name the people who decide.");
            }
            if (step.goLive()) {
                problems.add(where("excluded", step.id()), "lets users in, which cannot be excluded");
            }
        }
        var condition = step.when() == null || exclusions.contains(step)
                ? null
                : steps.get(step.when().step());
        if (condition != null && exclusions.contains(condition)) {
            problems.add(
                    where("excluded", condition.id()),
                    "%s cannot be excluded: it decides whether %s is needed".formatted(condition.id(), step.id()));
        }
    }

    /** Where the step that lets users in is of an excluded component, another takes its place; there must be one. */
    private void checkGoLive(Runbook planned) {
        if (loaded.runbook().phase(PhaseName.DEPLOYMENT_DAY).steps().stream().anyMatch(Step::goLive)
                && planned.has(PhaseName.DEPLOYMENT_DAY)
                && planned.phase(PhaseName.DEPLOYMENT_DAY).steps().stream()
                        .filter(step -> !exclusions.contains(step))
                        .noneMatch(Step::goLive)) {
            problems.add(
                            environment.policyNode().whereKey(),
                            "policy.excluded leaves no step of deployment-day that lets users in")
                    .remedy("Exclude less, or write a runbook of your own (norn runbook export).");
        }
    }

    private void people(Step step) {
        step.work()
                .match(
                        action -> List.<String>of(),
                        attestation -> enough(step, attestation.roles(), 1),
                        gate -> enough(step, gate.roles(), gate.quorum()));
    }

    private List<String> enough(Step step, List<String> roles, int quorum) {
        if (exclusions.contains(step)) {
            return List.of();
        }
        var people = people(roles);
        if (people.isEmpty()) {
            problems.add(
                            loaded.where(step.id()),
                            "%s asks for %s, and nobody has that role".formatted(step.id(), String.join(" or ", roles)))
                    .remedy("Name people in policy.people.%s of %s."
                            .formatted(roles.get(0), environment.policyNode().file()));
        } else if (people.size() < quorum) {
            problems.add(
                            loaded.where(step.id()),
                            "%s asks for %d people, and only %d could answer"
                                    .formatted(step.id(), quorum, people.size()))
                    .remedy("Name more people in policy.people.%s of %s."
                            .formatted(roles.get(0), environment.policyNode().file()));
        }
        return List.of();
    }

    private Set<String> people(Collection<String> roles) {
        var people = new LinkedHashSet<String>();
        for (var role : new ArrayList<>(roles)) {
            people.addAll(policy.people().getOrDefault(role, List.of()));
        }
        return people;
    }

    private String where(String field, String name) {
        var node = environment.policyNode();
        for (var next : List.of((field + "." + name).split("\\.", -1))) {
            var inner = node.isMapping() ? node.field(next) : null;
            if (inner == null) {
                return node.whereKey();
            }
            node = inner;
        }
        return node.whereKey();
    }
}
