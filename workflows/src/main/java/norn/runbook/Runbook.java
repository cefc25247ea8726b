package norn.runbook;

import java.util.List;
import java.util.Optional;

/**
 * A deployment checklist as data: its phases in their order, what is measured, the criteria that call for a rollback or make a
 * success, the forms that the report fills in, and the items that the record itself fulfils.
 *
 * @param name what environments call it by, such as {@code ragnarok-ai-world}
 * @param measures in the order in which the report shows them
 * @param produced checklist items that the record or the report fulfils, with no step of their own
 */
public record Runbook(
        String name,
        String title,
        List<Phase> phases,
        List<Measure> measures,
        List<Criterion> criteria,
        List<Form> forms,
        List<Produced> produced) {
    /** More steps than this would not fit one workflow's plan (680 KB for 2,000, measured). */
    public static final int MAX_STEPS = 2_000;

    public Runbook {
        phases = List.copyOf(phases);
        measures = List.copyOf(measures);
        criteria = List.copyOf(criteria);
        forms = List.copyOf(forms);
        produced = List.copyOf(produced);
    }

    /** The phase of that name, with no sections where the runbook has none of it. */
    public Phase phase(PhaseName name) {
        return phases.stream()
                .filter(phase -> phase.name() == name)
                .findFirst()
                .orElseGet(() -> new Phase(name, name.id(), List.of()));
    }

    /** This runbook with those phases instead of its own. */
    public Runbook withPhases(List<Phase> others) {
        return new Runbook(name, title, others, measures, criteria, forms, produced);
    }

    /** Whether there is anything to do in that phase. */
    public boolean has(PhaseName name) {
        return !phase(name).steps().isEmpty();
    }

    /** This runbook cut down to one phase: what the phase's own workflow needs to carry. */
    public Runbook only(PhaseName phase) {
        return withPhases(List.of(phase(phase)));
    }

    /** The measure of that name. */
    public Optional<Measure> measure(String name) {
        return measures.stream().filter(measure -> measure.name().equals(name)).findFirst();
    }

    /** The step or gate of that id, in whichever phase. */
    public Optional<Step> step(String id) {
        return phases.stream().flatMap(phase -> phase.step(id).stream()).findFirst();
    }

    /** A checklist item fulfilled by a field of the record or a part of the report, such as {@code report: downtime}. */
    public record Produced(String field, String title, List<String> covers) {
        public Produced {
            covers = List.copyOf(covers);
        }
    }
}
