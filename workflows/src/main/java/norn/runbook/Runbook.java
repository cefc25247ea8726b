package norn.runbook;

import java.util.List;

/**
 * A deployment checklist as data: its phases in their order, the criteria that call for a rollback or make a success, and the
 * items that the record itself fulfils.
 *
 * @param name what environments call it by, such as {@code ragnarok-ai-world}
 * @param produced checklist items that the record or the report fulfils, with no step of their own
 */
public record Runbook(
        String name, String title, List<Phase> phases, List<Criterion> criteria, List<Produced> produced) {
    /** More steps than this would not fit one workflow's plan (680 KB for 2,000, measured). */
    public static final int MAX_STEPS = 2_000;

    public Runbook {
        phases = List.copyOf(phases);
        criteria = List.copyOf(criteria);
        produced = List.copyOf(produced);
    }

    /** The phase of that name, with no sections where the runbook has none of it. */
    public Phase phase(PhaseName name) {
        return phases.stream()
                .filter(phase -> phase.name() == name)
                .findFirst()
                .orElseGet(() -> new Phase(name, name.id(), List.of()));
    }

    /** This runbook cut down to one phase: what the phase's own workflow needs to carry. */
    public Runbook only(PhaseName phase) {
        return new Runbook(name, title, List.of(phase(phase)), criteria, produced);
    }

    /** A checklist item fulfilled by a field of the record or a part of the report, such as {@code report: downtime}. */
    public record Produced(String field, String title, List<String> covers) {
        public Produced {
            covers = List.copyOf(covers);
        }
    }
}
