package norn.engine;

import norn.runbook.Criterion;
import norn.runbook.RollbackMode;
import norn.state.PhaseOutcome;
import org.jspecify.annotations.Nullable;

/**
 * A rollback that somebody, or a rule, wants.
 *
 * @param by a person's name, or {@link StopRules#MACHINE}
 * @param criterion the id of the criterion behind it; null: none
 * @param to the release to go back to; null: what the last D-Day recorded
 */
record RollbackOrder(
        String reason,
        String by,
        RollbackMode mode,
        @Nullable String criterion,
        @Nullable String to) {
    /** One for no criterion, which restores whatever is needed. */
    static RollbackOrder of(String reason, String by) {
        return new RollbackOrder(reason, by, RollbackMode.AUTO, null, null);
    }

    /** One for that criterion, in its mode. */
    static RollbackOrder of(Criterion criterion, String reason, String by) {
        return new RollbackOrder(reason, by, criterion.mode(), criterion.id(), null);
    }

    /** The same in that mode; null: in the mode that it has. */
    RollbackOrder inMode(@Nullable RollbackMode other) {
        return other == null ? this : new RollbackOrder(reason, by, other, criterion, to);
    }

    /** The same, back to that release; null: to the one that it names already. */
    RollbackOrder backTo(@Nullable String release) {
        return release == null ? this : new RollbackOrder(reason, by, mode, criterion, release);
    }

    /** How the phase ends that it reaches while nothing is changed. */
    PhaseOutcome asStop() {
        return decided(PhaseOutcome.stopped(reason));
    }

    /** How the phase ends that it reaches later. */
    PhaseOutcome asRollback() {
        return decided(PhaseOutcome.rollBack(reason, mode).backTo(to));
    }

    private PhaseOutcome decided(PhaseOutcome outcome) {
        var forCriterion = outcome.forCriterion(criterion);
        return by.equals(StopRules.MACHINE) ? forCriterion.byRule() : forCriterion;
    }
}
