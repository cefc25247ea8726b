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
 * @param mode what the rollback is to take back; null unless {@code kind} is {@code ROLL_BACK}
 * @param to the release that a person wants back; null: what the last D-Day recorded
 */
public record PhaseOutcome(
        Kind kind,
        String reason,
        @Nullable String criterion,
        boolean byPerson,
        @Nullable RollbackMode mode,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String to) {
    /** One that names no release to go back to. */
    public PhaseOutcome(
            Kind kind, String reason, @Nullable String criterion, boolean byPerson, @Nullable RollbackMode mode) {
        this(kind, reason, criterion, byPerson, mode, null);
    }

    /** How a phase can end. */
    public enum Kind {
        /** Every step is over. */
        COMPLETED,
        /** It was stopped before anything was changed. */
        STOPPED,
        /** What was changed is to be taken back. */
        ROLL_BACK,
        /** The watch was ended early: cancelled or superseded. */
        ENDED_EARLY,
        /** A person gave the rollback up. */
        GIVEN_UP
    }

    /** The phase ran to its end. */
    public static PhaseOutcome completed() {
        return new PhaseOutcome(Kind.COMPLETED, "", null, false, null);
    }
}
