package norn.plan;

import java.time.Instant;
import java.util.List;
import norn.runbook.PhaseName;
import org.jspecify.annotations.Nullable;

/**
 * What a plan is asked for: input of the activity {@code make-plan}, which answers with a {@link Plan}, or fails with
 * {@code InvalidPlan} and every problem at once.
 *
 * @param deployment the id of the deployment, or of the rollback that a person started
 * @param release the release to deploy; null for a rollback that a person started: the release that is active then
 * @param phases those to run; empty: all of them
 * @param t0 the planned start of the downtime, if it is known
 * @param run the run that the deployment was started as: the same after a reset, another one for another start under the same id; null:
 *     a rollback that a person started
 * @param to the release that such a rollback goes back to; null: what the last D-Day recorded
 */
public record PlanRequest(
        String deployment,
        String environment,
        @Nullable String release,
        List<PhaseName> phases,
        @Nullable Instant t0,
        @Nullable String run,
        @Nullable String to) {
    public PlanRequest {
        phases = List.copyOf(phases);
    }

    /** Whether the day, which changes the environment, is among the phases of a deployment. */
    public boolean changesEnvironment() {
        return release != null && (phases.isEmpty() || phases.contains(PhaseName.DEPLOYMENT_DAY));
    }

    /** Whether a deployment watches the release that serves, without a day that puts it into service. */
    public boolean watchesAlone() {
        return release != null && phases.contains(PhaseName.POST_DEPLOYMENT) && !changesEnvironment();
    }

    /** The request of a deployment that was started as that run. */
    public static PlanRequest of(String deployment, DeploymentStart start, String run) {
        return new PlanRequest(deployment, start.environment(), start.release(), start.phases(), start.t0(), run, null);
    }

    /** The request of a rollback by itself; {@code to} is null for what the last D-Day recorded. */
    public static PlanRequest ofRollback(String deployment, String environment, @Nullable String to) {
        return new PlanRequest(deployment, environment, null, List.of(PhaseName.ROLLBACK), null, null, to);
    }
}
