package norn.engine;

import java.time.Instant;
import java.util.Optional;
import norn.journal.Event;
import norn.journal.PhaseOutcome;
import norn.journal.PhaseOutcome.Kind;
import norn.journal.Position;
import norn.runbook.Criterion;
import norn.runbook.PhaseName;
import norn.runbook.RollbackMode;
import org.jspecify.annotations.Nullable;

/**
 * What stopping comes to where the phase stands: nothing was changed, so it simply stops; or it is changed and nobody plays, so
 * all of it is taken back; or players may be in, and then it matters who says so.
 */
final class Course {
    /** Who acts where no person does. */
    static final String MACHINE = "machine";

    private final Ledger ledger;

    Course(Ledger ledger) {
        this.ledger = ledger;
    }

    /** A NO_GO, a failure or silence at a gate stops the phase; not after go-live. */
    void stop(String reason, boolean byPerson, Instant now) {
        if (ledger.state.phase() == PhaseName.ROLLBACK || ledger.state.position() == Position.BEFORE_CHANGE)
            ledger.stop(outcome(Kind.STOPPED, reason, null, byPerson, null), now);
        else ledger.stop(outcome(Kind.ROLL_BACK, reason, null, byPerson, fullMode()), now);
    }

    /** A person wants it taken back, for a criterion or without one. */
    void order(@Nullable Criterion criterion, String reason, String by, Instant now) {
        order(criterion, reason, by, null, null, now);
    }

    /** So does one who says in which mode (null: the criterion's), and to which release (null: the recorded one). */
    void order(
            @Nullable Criterion criterion,
            String reason,
            String by,
            @Nullable RollbackMode asked,
            @Nullable String to,
            Instant now) {
        var mode = Optional.ofNullable(asked)
                .or(() -> Optional.ofNullable(criterion).map(Criterion::mode))
                .orElse(RollbackMode.AUTO);
        takeBack(criterion, reason, by, ledger.state.position() == Position.LIVE ? mode : fullMode(), to, now);
    }

    /** A criterion takes it back by itself: the database too, as long as the budget for players' lost writes lasts. */
    void orderByItself(Criterion criterion, String reason, Instant now) {
        if (ledger.state.position() != Position.LIVE) {
            takeBack(criterion, reason, MACHINE, fullMode(), null, now);
            return;
        }
        var withinBudget = withinBudget(now);
        if (!withinBudget && criterion.mode() != RollbackMode.CODE)
            ledger.page(
                    criterion.id(),
                    "%s: more than %s after go-live the database is not taken back unasked; order it with rollBack if it must be"
                            .formatted(reason, ledger.plan.policy().dataLossBudget()));
        takeBack(criterion, reason, MACHINE, withinBudget ? criterion.mode() : RollbackMode.CODE, null, now);
    }

    /** Nobody answered whether a met criterion matters: the strongest that loses no data. */
    void orderBySilence(Criterion criterion, String reason, Instant now) {
        var live = ledger.state.position() == Position.LIVE;
        takeBack(criterion, reason, MACHINE, live ? RollbackMode.CODE : fullMode(), null, now);
    }

    /** The run was asked to stop. */
    void cancel(String reason, Instant now) {
        if (ledger.state.ending() != null) return;
        if (ledger.state.phase() == PhaseName.ROLLBACK) {
            // What is half taken back is taken back first.
            if (ledger.state.proven()) ledger.stop(outcome(Kind.ENDED_EARLY, reason, null, true, null), now);
            else if (mayLeave()) ledger.stop(outcome(Kind.STOPPED, reason, null, true, null), now);
        } else if (ledger.state.position() == Position.LIVE)
            ledger.stop(outcome(Kind.ENDED_EARLY, reason, null, true, null), now);
        else stop(reason, true, now);
    }

    private boolean mayLeave() {
        return ledger.plan.rules() >= 3 ? ledger.state.consequences().canStay() : !ledger.state.changed();
    }

    /** A person gives the rollback up. */
    void giveUp(String reason, Instant now) {
        ledger.stop(outcome(Kind.GIVEN_UP, reason, null, true, null), now);
    }

    private void takeBack(
            @Nullable Criterion criterion,
            String reason,
            String by,
            RollbackMode mode,
            @Nullable String to,
            Instant now) {
        var id = criterion == null ? null : criterion.id();
        var byPerson = !by.equals(MACHINE);
        ledger.write(new Event.RollbackOrdered(id, reason, by, mode), now);
        if (ledger.state.position() == Position.BEFORE_CHANGE)
            ledger.stop(outcome(Kind.STOPPED, reason, id, byPerson, null), now);
        else ledger.stop(new PhaseOutcome(Kind.ROLL_BACK, reason, id, byPerson, mode, to), now);
    }

    private boolean withinBudget(Instant now) {
        var goLiveAt = ledger.state.goLiveAt();
        return goLiveAt == null
                || !now.isAfter(goLiveAt.plus(ledger.plan.policy().dataLossBudget()));
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
