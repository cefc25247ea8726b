package norn.engine;

import java.time.Instant;
import java.util.Optional;
import norn.runbook.Criterion;
import norn.runbook.PhaseName;
import norn.runbook.RollbackMode;
import norn.state.Event;
import norn.state.PhaseOutcome;
import norn.state.PhaseOutcome.Kind;
import norn.state.Position;
import org.jspecify.annotations.Nullable;

/**
 * What stopping comes to where the phase stands: nothing was changed, so it simply stops; or it is changed and nobody plays, so
 * all of it is taken back; or players may be in, and then it matters who says so.
 */
final class StopRules {
    /** Who acts where no person does. */
    static final String MACHINE = "machine";

    private final EngineState engine;

    StopRules(EngineState engine) {
        this.engine = engine;
    }

    /** A NO_GO, a failure or silence at a gate stops the phase; not after go-live. */
    void stop(String reason, boolean byPerson, Instant now) {
        if (engine.state.phase() == PhaseName.ROLLBACK || engine.state.position() == Position.BEFORE_CHANGE) {
            engine.stop(outcome(Kind.STOPPED, reason, null, byPerson, null), now);
        } else {
            engine.stop(outcome(Kind.ROLL_BACK, reason, null, byPerson, fullMode()), now);
        }
    }

    /** A person wants it taken back, for a criterion or without one. */
    void orderRollback(@Nullable Criterion criterion, String reason, String by, Instant now) {
        orderRollback(criterion, reason, by, null, null, now);
    }

    /** So does one who says in which mode (null: the criterion's), and to which release (null: the recorded one). */
    void orderRollback(
            @Nullable Criterion criterion,
            String reason,
            String by,
            @Nullable RollbackMode requestedMode,
            @Nullable String to,
            Instant now) {
        var mode = Optional.ofNullable(requestedMode)
                .or(() -> Optional.ofNullable(criterion).map(Criterion::mode))
                .orElse(RollbackMode.AUTO);
        rollBack(criterion, reason, by, engine.state.position() == Position.LIVE ? mode : fullMode(), to, now);
    }

    /** A criterion takes it back by itself: the database too, as long as the budget for players' lost writes lasts. */
    void orderAutomatically(Criterion criterion, String reason, Instant now) {
        if (engine.state.position() != Position.LIVE) {
            rollBack(criterion, reason, MACHINE, fullMode(), null, now);
            return;
        }
        var withinBudget = isWithinBudget(now);
        if (!withinBudget && criterion.mode() != RollbackMode.CODE) {
            engine.page(
                    criterion.id(),
                    "%s: more than %s after go-live the database is not taken back unasked; order it with rollBack if it must be"
                            .formatted(reason, engine.plan.policy().dataLossBudget()));
        }
        rollBack(criterion, reason, MACHINE, withinBudget ? criterion.mode() : RollbackMode.CODE, null, now);
    }

    /** Nobody answered whether a met criterion matters: the strongest that loses no data. */
    void orderUnanswered(Criterion criterion, String reason, Instant now) {
        var live = engine.state.position() == Position.LIVE;
        rollBack(criterion, reason, MACHINE, live ? RollbackMode.CODE : fullMode(), null, now);
    }

    /** The run was asked to stop. */
    void cancel(String reason, Instant now) {
        if (engine.state.ending() != null) {
            return;
        }
        if (engine.state.phase() == PhaseName.ROLLBACK) {
            // What is half taken back is taken back first.
            if (engine.state.isProven()) {
                engine.stop(outcome(Kind.ENDED_EARLY, reason, null, true, null), now);
            } else if (canStop()) {
                engine.stop(outcome(Kind.STOPPED, reason, null, true, null), now);
            }
        } else if (engine.state.position() == Position.LIVE) {
            engine.stop(outcome(Kind.ENDED_EARLY, reason, null, true, null), now);
        } else {
            stop(reason, true, now);
        }
    }

    private boolean canStop() {
        return engine.plan.rules() >= 3 ? engine.state.consequences().canBeDeclined() : !engine.state.hasChanged();
    }

    /** A person gives the rollback up. */
    void giveUp(String reason, Instant now) {
        engine.stop(outcome(Kind.GIVEN_UP, reason, null, true, null), now);
    }

    private void rollBack(
            @Nullable Criterion criterion,
            String reason,
            String by,
            RollbackMode mode,
            @Nullable String to,
            Instant now) {
        var id = criterion == null ? null : criterion.id();
        var byPerson = !by.equals(MACHINE);
        engine.write(new Event.RollbackOrdered(id, reason, by, mode), now);
        if (engine.state.position() == Position.BEFORE_CHANGE) {
            engine.stop(outcome(Kind.STOPPED, reason, id, byPerson, null), now);
        } else {
            engine.stop(new PhaseOutcome(Kind.ROLL_BACK, reason, id, byPerson, mode, to), now);
        }
    }

    private boolean isWithinBudget(Instant now) {
        var goLiveAt = engine.state.goLiveAt();
        return goLiveAt == null
                || !now.isAfter(goLiveAt.plus(engine.plan.policy().dataLossBudget()));
    }

    /** Before go-live nobody has written anything: the database goes back too, and nothing is lost. */
    private static RollbackMode fullMode() {
        return RollbackMode.DATABASE;
    }

    private static PhaseOutcome outcome(
            Kind kind, String reason, @Nullable String criterion, boolean byPerson, @Nullable RollbackMode mode) {
        return new PhaseOutcome(kind, reason, criterion, byPerson, mode);
    }
}
