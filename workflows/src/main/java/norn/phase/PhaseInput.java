package norn.phase;

import norn.engine.PhaseContext;
import norn.plan.Plan;
import norn.state.Journal;
import org.jspecify.annotations.Nullable;

/**
 * What a phase is started with, by its deployment.
 *
 * @param plan cut down to the phase
 * @param fence the number that its orders bear; 0 where no lock is held
 * @param journal what happened before the phase continued as new; null at its beginning
 * @param reportedEntries how many entries of that journal the deployment has been told
 * @param reopenReason why the rollback was not agreed to for which the phase had ended, and now goes on; null: it had not ended
 * @param to the release that a person wants back; null: what the last D-Day recorded
 */
public record PhaseInput(
        Plan plan,
        PhaseContext context,
        long fence,
        @Nullable Journal journal,
        int reportedEntries,
        @Nullable String to,
        @Nullable String reopenReason) {}
