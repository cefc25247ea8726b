package norn.plan;

import java.time.Instant;
import java.util.List;
import norn.runbook.PhaseName;
import org.jspecify.annotations.Nullable;

/**
 * What a person asks for: a release, in an environment.
 *
 * @param t0 the planned start of the downtime; null: {@code dayLead} after the GO at the gate that begins the day
 * @param phases the only phases to run, in their order; empty: all of them
 * @param by who started it, a claim; null where it was not said
 * @param note the person's words; null where there are none
 */
public record DeploymentStart(
        String release,
        String environment,
        @Nullable Instant t0,
        List<PhaseName> phases,
        @Nullable String by,
        @Nullable String note) {
    public DeploymentStart {
        phases = phases == null ? List.of() : List.copyOf(phases);
    }

    /** Whether the phase is asked for. */
    public boolean includes(PhaseName phase) {
        return phases.isEmpty() || phases.contains(phase);
    }
}
