package norn.engine;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * @param changed whether the environment has been changed already, so that stopping would leave it half-way
 * @param earlyAttestations attestations that came before the phase
 * @param cause what a rollback was started for; in other phases, why the phase stops where it begins; null: neither
 * @param earlierResults what steps of this phase want to know of earlier phases; null: nothing
 * @param earlyDecisions decisions that came before the phase; null: none
 */
public record PhaseContext(
        PhaseName phase,
        String deployment,
        @Nullable Instant t0,
        @Nullable Instant goLiveAt,
        boolean changed,
        List<Message.Complete> earlyAttestations,
        @Nullable PhaseOutcome cause,
        @Nullable EarlierResults earlierResults,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Message.Decide> earlyDecisions) {
    public PhaseContext {
        earlyAttestations = List.copyOf(earlyAttestations);
        earlyDecisions = earlyDecisions == null || earlyDecisions.isEmpty() ? null : List.copyOf(earlyDecisions);
    }

    /** A phase of which nothing is known yet. */
    public static PhaseContext of(PhaseName phase, String deployment) {
        return new PhaseContext(phase, deployment, null, null, false, List.of(), null, null, null);
    }

    /** The same with that T-0 and that time of go-live; null where they are not known. */
    public PhaseContext at(@Nullable Instant knownT0, @Nullable Instant knownGoLiveAt) {
        return new PhaseContext(
                phase,
                deployment,
                knownT0,
                knownGoLiveAt,
                changed,
                earlyAttestations,
                cause,
                earlierResults,
                earlyDecisions);
    }

    /** The same in an environment that is changed already, or not. */
    public PhaseContext changed(boolean isChanged) {
        return new PhaseContext(
                phase, deployment, t0, goLiveAt, isChanged, earlyAttestations, cause, earlierResults, earlyDecisions);
    }

    /** The same with what people attested before it. */
    public PhaseContext withEarlyAttestations(List<Message.Complete> attestations) {
        return new PhaseContext(
                phase, deployment, t0, goLiveAt, changed, attestations, cause, earlierResults, earlyDecisions);
    }

    /** The same, started for that; null: by a person alone. */
    public PhaseContext withCause(@Nullable PhaseOutcome why) {
        return new PhaseContext(
                phase, deployment, t0, goLiveAt, changed, earlyAttestations, why, earlierResults, earlyDecisions);
    }

    /** The same with what earlier phases found. */
    public PhaseContext withEarlierResults(EarlierResults results) {
        return new PhaseContext(
                phase, deployment, t0, goLiveAt, changed, earlyAttestations, cause, results, earlyDecisions);
    }

    /** The same with what people decided before it. */
    public PhaseContext withEarlyDecisions(List<Message.Decide> decisions) {
        return new PhaseContext(
                phase, deployment, t0, goLiveAt, changed, earlyAttestations, cause, earlierResults, decisions);
    }
}
