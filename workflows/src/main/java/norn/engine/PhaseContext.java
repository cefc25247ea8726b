package norn.engine;

import java.time.Instant;
import java.util.List;
import norn.message.Message;
import norn.runbook.PhaseName;
import norn.state.PhaseOutcome;
import org.jspecify.annotations.Nullable;

/**
 * What a phase starts from.
 *
 * @param deployment the id of the deployment, or of the rollback that a person started
 * @param t0 null while it is not known
 * @param goLiveAt null before go-live
 * @param changed whether the world has been changed already, so that stopping would leave it half-way
 * @param earlyAttestations attestations that came before the phase
 * @param cause what a rollback was started for; null in other phases, and where a person started it alone
 * @param earlierResults what steps of this phase want to know of earlier phases; null: nothing
 */
public record PhaseContext(
        PhaseName phase,
        String deployment,
        @Nullable Instant t0,
        @Nullable Instant goLiveAt,
        boolean changed,
        List<Message.Complete> earlyAttestations,
        @Nullable PhaseOutcome cause,
        @Nullable EarlierResults earlierResults) {
    public PhaseContext {
        earlyAttestations = earlyAttestations == null ? List.of() : List.copyOf(earlyAttestations);
    }
}
