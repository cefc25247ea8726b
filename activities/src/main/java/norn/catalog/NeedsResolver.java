package norn.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import norn.catalog.RunbookDraft.SectionDraft;
import norn.catalog.RunbookDraft.StepDraft;
import norn.runbook.PhaseName;
import norn.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/**
 * Spells out what each step of a phase needs. A step without {@code needs} needs the one before it in its section. Nothing in a
 * section starts before what the section needs is over: the section before it, unless it says otherwise.
 */
final class NeedsResolver {
    private final List<SectionDraft> sections;
    private final Map<String, List<String>> needs = new LinkedHashMap<>();
    private final Map<String, String> sectionOf = new LinkedHashMap<>();
    private boolean sound = true;

    private NeedsResolver(List<SectionDraft> sections) {
        this.sections = sections;
    }

    /**
     * What each step of a phase needs.
     *
     * @param sound no unknown name was used, and no steps need each other in a circle
     */
    record ResolvedNeeds(Map<String, List<String>> bySteps, boolean sound) {
        static final ResolvedNeeds NOTHING = new ResolvedNeeds(Map.of(), false);

        List<String> of(String step) {
            return bySteps.getOrDefault(step, List.of());
        }
    }

    /** What each step of the phase needs; unknown names and circles are reported. */
    static ResolvedNeeds of(RunbookDraft draft, PhaseName phase) {
        var needs = new NeedsResolver(draft.phases.getOrDefault(phase, List.of()));
        needs.resolve();
        needs.showCycles(draft.steps(phase));
        return new ResolvedNeeds(needs.needs, needs.sound);
    }

    private void resolve() {
        for (var section : sections) {
            for (var step : section.steps()) {
                sectionOf.putIfAbsent(step.id(), section.written().id());
            }
        }
        // First what is written within the sections: it says which steps end a section, on which the next one rests.
        for (var section : sections) {
            inside(section);
        }
        SectionDraft before = null;
        for (var section : sections) {
            entry(section, before);
            before = section;
        }
    }

    private void inside(SectionDraft section) {
        String previous = null;
        for (var step : section.steps()) {
            var written = step.written().needs();
            var own = new LinkedHashSet<String>();
            if (written != null) {
                written.forEach(node -> own.addAll(named(node, step.id())));
            } else if (previous != null) {
                own.add(previous);
            }
            needs.putIfAbsent(step.id(), new ArrayList<>(own));
            previous = step.id();
        }
    }

    private void entry(SectionDraft section, @Nullable SectionDraft before) {
        var entry = new LinkedHashSet<String>();
        var written = section.written().needs();
        if (written != null) {
            written.forEach(node -> entry.addAll(named(node, section.written().id())));
        } else if (before != null) {
            entry.addAll(ends(before));
        }
        for (var step : section.steps()) {
            var own = needs.get(step.id());
            if (own != null
                    && own.stream().noneMatch(need -> section.written().id().equals(sectionOf.get(need)))) {
                var all = new LinkedHashSet<>(entry);
                all.addAll(own);
                needs.put(step.id(), new ArrayList<>(all));
            }
        }
    }

    private Collection<String> named(YamlNode node, String asker) {
        var name = node.text();
        if (name.equals(asker)) {
            sound = false;
            node.problem("%s needs itself".formatted(asker));
            return List.of();
        }
        if (sectionOf.containsKey(name)) {
            return List.of(name);
        }
        for (var section : sections) {
            if (section.written().id().equals(name)) {
                return ends(section);
            }
        }
        var known = new LinkedHashSet<>(sectionOf.keySet());
        for (var section : sections) {
            known.add(section.written().id());
        }
        sound = false;
        node.problem("unknown step or section '%s' of this phase".formatted(name))
                .meant(name, known);
        return List.of();
    }

    /** The steps of a section that no other step of it needs. */
    private List<String> ends(SectionDraft section) {
        var ends = new ArrayList<String>();
        for (var step : section.steps()) {
            ends.add(step.id());
        }
        for (var step : section.steps()) {
            var written = step.written().needs();
            if (written != null) {
                written.forEach(need -> ends.remove(need.text()));
            }
        }
        String previous = null;
        for (var step : section.steps()) {
            if (step.written().needs() == null && previous != null) {
                ends.remove(previous);
            }
            previous = step.id();
        }
        return ends;
    }

    private void showCycles(List<StepDraft> steps) {
        var done = new LinkedHashSet<String>();
        for (var step : steps) {
            var cycle = cycle(step.id(), new ArrayList<>(), done);
            if (cycle == null) {
                continue;
            }
            sound = false;
            step.node()
                    .problem("the steps need each other in a circle: " + String.join(" needs ", cycle))
                    .remedy("Take one of these needs away.");
            done.addAll(cycle);
        }
    }

    private @Nullable List<String> cycle(String step, List<String> path, Set<String> done) {
        var start = path.indexOf(step);
        if (start >= 0) {
            var circle = new ArrayList<>(path.subList(start, path.size()));
            circle.add(step);
            return circle;
        }
        if (done.contains(step)) {
            return null;
        }
        path.add(step);
        for (var need : needs.getOrDefault(step, List.of())) {
            var cycle = cycle(need, path, done);
            if (cycle != null) {
                return cycle;
            }
        }
        path.remove(path.size() - 1);
        done.add(step);
        return null;
    }
}
