package norn.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import norn.runbook.RollbackMode;
import org.jspecify.annotations.Nullable;

/**
 * How a phase ended.
 *
 * @param reason for people; empty where it simply ran to its end
 * @param criterion the criterion behind a rollback; null where there is none
 * @param byPerson a person ordered or chose it, rather than a rule
 * @param mode what the rollback is to restore; null unless {@code kind} is {@code ROLL_BACK}
 * @param to the release to go back to; null: what the last D-Day recorded
 * @param orderedBy who ordered the rollback, where the reason does not say it; null: it does, or nobody did
 */
public record PhaseOutcome(
        Kind kind,
        String reason,
        @Nullable String criterion,
        boolean byPerson,
        @Nullable RollbackMode mode,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String to,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String orderedBy) {
    /** How a phase can end. */
    public enum Kind {
        /** Every step is over. */
        COMPLETED,
        /** It was stopped before anything was changed. */
        STOPPED,
        /** What was changed is to be rolled back. */
        ROLL_BACK,
        /** The watch was ended early: cancelled or superseded. */
        ENDED_EARLY,
        /** A person gave the rollback up. */
        GIVEN_UP
    }

    /** The phase ran to its end. */
    public static PhaseOutcome completed() {
        return new PhaseOutcome(Kind.COMPLETED, "", null, false, null, null, null);
    }

    /** A person stopped the phase before anything was changed. */
    public static PhaseOutcome stopped(String reason) {
        return byPerson(Kind.STOPPED, reason);
    }

    /** A person has ordered a rollback in that mode. */
    public static PhaseOutcome rollBack(String reason, RollbackMode mode) {
        return new PhaseOutcome(Kind.ROLL_BACK, reason, null, true, mode, null, null);
    }

    /** The watch, or what is left after a rollback's proof, was ended early by a person. */
    public static PhaseOutcome endedEarly(String reason) {
        return byPerson(Kind.ENDED_EARLY, reason);
    }

    /** A person gave the rollback up. */
    public static PhaseOutcome givenUp(String reason) {
        return byPerson(Kind.GIVEN_UP, reason);
    }

    private static PhaseOutcome byPerson(Kind kind, String reason) {
        return new PhaseOutcome(kind, reason, null, true, null, null, null);
    }

    /** The same, because of that criterion; null: because of none. */
    public PhaseOutcome forCriterion(@Nullable String id) {
        return new PhaseOutcome(kind, reason, id, byPerson, mode, to, orderedBy);
    }

    /** The same, decided by a rule and not by a person. */
    public PhaseOutcome byRule() {
        return new PhaseOutcome(kind, reason, criterion, false, mode, to, orderedBy);
    }

    /** The same, back to that release; null: to what the last D-Day recorded. */
    public PhaseOutcome backTo(@Nullable String release) {
        return new PhaseOutcome(kind, reason, criterion, byPerson, mode, release, orderedBy);
    }

    /** The same, ordered by that person, whom the reason does not name. */
    public PhaseOutcome orderedBy(String person) {
        return new PhaseOutcome(kind, reason, criterion, byPerson, mode, to, person);
    }
}
