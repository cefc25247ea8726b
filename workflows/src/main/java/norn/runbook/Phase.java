package norn.runbook;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** One phase of the runbook: its sections, in the order in which people read them. */
public record Phase(PhaseName name, String title, List<Section> sections) {
    public Phase {
        sections = List.copyOf(sections);
    }

    /** Every step of the phase, in the order of the runbook. */
    public List<Step> steps() {
        return sections.stream().flatMap(section -> section.steps().stream()).toList();
    }

    /** The step or gate of that id in this phase. */
    public Optional<Step> step(String id) {
        return steps().stream().filter(step -> step.id().equals(id)).findFirst();
    }

    /** The steps of that purpose. */
    public List<Step> steps(StepPurpose purpose) {
        return steps().stream().filter(step -> step.serves(purpose)).toList();
    }

    /** The same with each step as {@code change} gives it. */
    public Phase with(UnaryOperator<Step> change) {
        return new Phase(
                name,
                title,
                sections.stream()
                        .map(section -> new Section(
                                section.id(),
                                section.title(),
                                section.steps().stream().map(change).toList()))
                        .toList());
    }

    /** A group of steps under one heading; the id is unique in the phase. */
    public record Section(String id, String title, List<Step> steps) {
        public Section {
            steps = List.copyOf(steps);
        }
    }
}
