package norn.engine;

import java.time.Instant;
import norn.message.Refusal;
import norn.runbook.Criterion;
import norn.runbook.PhaseName;
import norn.runbook.RollbackMode;
import norn.state.Event;
import norn.state.PhaseOutcome;
import norn.state.Position;

/**
 * What a stop does, depending on how far the phase is: before the first change it just stops; after it, while users are out, all
 * is rolled back; once users may be in, it matters who stops, and why.
 */
final class StopRules {
    /** Who acts where no person does. */
    static final String MACHINE = "machine";

    /** Why nothing is rolled back where nobody answers. */
    static final String NOTHING_UNASKED =
            "nothing is rolled back unasked: the old code does not fit the new schema (oldCodeFitsNewSchema), and"
                    + " users' data are never set aside without a person's word. Answer ROLL_BACK or KEEP";

    private final EngineState engine;

    StopRules(EngineState engine) {
        this.engine = engine;
    }

    /** A NO_GO, a failure or a deadline at a gate stops the phase; not after go-live. */
    void stop(String reason, boolean byPerson, Instant now) {
        if (engine.state.phase() == PhaseName.ROLLBACK || engine.state.position() == Position.BEFORE_CHANGE) {
            engine.stop(decided(PhaseOutcome.stopped(reason), byPerson), now);
        } else {
            engine.stop(decided(PhaseOutcome.rollBack(reason, fullMode()), byPerson), now);
        }
    }

    /** Somebody wants a rollback, in a mode that counts only once users may be in. */
    void orderRollback(RollbackOrder order, Instant now) {
        rollBack(isLive() ? order : order.inMode(fullMode()), now);
    }

    /** Refuses an order to roll back where nothing is recorded to go back to. */
    void requireWayBack() {
        engine.state.consequences().noWayBack().ifPresent(reason -> {
            throw new Refusal(reason);
        });
    }

    /** A criterion orders it by itself: the database too, as long as the budget for lost writes of users lasts. */
    void orderAutomatically(Criterion criterion, String reason, Instant now) {
        var noWayBack = engine.state.consequences().noWayBack();
        if (noWayBack.isPresent()) {
            engine.page(criterion.id(), "%s: %s".formatted(reason, noWayBack.get()));
            return;
        }
        var order = RollbackOrder.of(criterion, reason, MACHINE);
        if (!isLive() || engine.state.consequences().isWithinBudget(now)) {
            orderRollback(order, now);
            return;
        }
        if (!engine.state.consequences().canRollBackCodeAlone()) {
            engine.page(criterion.id(), "%s: %s".formatted(reason, NOTHING_UNASKED));
            return;
        }
        if (criterion.mode() != RollbackMode.CODE) {
            engine.page(
                    criterion.id(),
                    "%s: more than %s after go-live the database is not restored without an order; order it with rollBack if it must be"
                            .formatted(reason, engine.plan.policy().dataLossBudget()));
        }
        rollBack(order.inMode(RollbackMode.CODE), now);
    }

    /** Nobody answered whether a met criterion matters: the strongest that loses no data. */
    void orderUnanswered(Criterion criterion, String reason, Instant now) {
        orderRollback(RollbackOrder.of(criterion, reason, MACHINE).inMode(RollbackMode.CODE), now);
    }

    /** The run was asked to stop. */
    void cancel(String reason, Instant now) {
        if (engine.state.ending() != null) {
            return;
        }
        if (engine.state.phase() == PhaseName.ROLLBACK) {
            // A rollback that has changed something is completed first.
            if (engine.state.isRolledBack()) {
                engine.stop(PhaseOutcome.endedEarly(reason), now);
            } else if (engine.state.consequences().canBeDeclined()) {
                engine.stop(PhaseOutcome.stopped(reason), now);
            }
        } else if (engine.state.position() == Position.LIVE) {
            engine.stop(PhaseOutcome.endedEarly(reason), now);
        } else {
            stop(reason, true, now);
        }
    }

    /** A person gives the rollback up. */
    void giveUp(String reason, Instant now) {
        engine.stop(PhaseOutcome.givenUp(reason), now);
    }

    private void rollBack(RollbackOrder order, Instant now) {
        engine.write(new Event.RollbackOrdered(order.criterion(), order.reason(), order.by(), order.mode()), now);
        engine.stop(engine.state.position() == Position.BEFORE_CHANGE ? order.asStop() : order.asRollback(), now);
    }

    private boolean isLive() {
        return engine.state.position() == Position.LIVE;
    }

    /** Before go-live nobody has written anything: the database goes back too, and nothing is lost. */
    private static RollbackMode fullMode() {
        return RollbackMode.DATABASE;
    }

    private static PhaseOutcome decided(PhaseOutcome outcome, boolean byPerson) {
        return byPerson ? outcome : outcome.byRule();
    }
}
