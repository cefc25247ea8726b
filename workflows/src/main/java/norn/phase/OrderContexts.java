package norn.phase;

import norn.plan.OrderContext;
import norn.plan.RollbackScope;
import norn.runbook.PhaseName;
import norn.runbook.RollbackMode;
import norn.runbook.StepPurpose;
import norn.state.Event;
import norn.state.Journal;
import norn.state.PhaseState;

/** What a phase's orders say of where it stands. */
public final class OrderContexts {
    /** The survey's value that says whether the database is restored too. */
    private static final String DATABASE = "database";

    private final PhaseInput input;

    /** Those of a phase that was started so. */
    public OrderContexts(PhaseInput input) {
        this.input = input;
    }

    /** The context of an order that is given now. */
    public OrderContext of(PhaseState state, Journal journal) {
        var context = new OrderContext(state.t0(), state.goLiveAt(), null);
        return state.phase() == PhaseName.ROLLBACK ? context.with(scope(journal)) : context;
    }

    private RollbackScope scope(Journal journal) {
        var begin = input.context();
        var cause = begin.cause();
        var ordered = cause == null || cause.mode() == null ? RollbackMode.AUTO : cause.mode();
        return new RollbackScope(
                settled(ordered, journal),
                input.to(),
                cause == null || cause.byPerson(),
                begin.changed() && begin.goLiveAt() == null);
    }

    /** The mode that the survey came to; before it, the one that was ordered. */
    private RollbackMode settled(RollbackMode ordered, Journal journal) {
        var mode = ordered;
        for (var entry : journal.entries()) {
            if (entry.event() instanceof Event.StepSucceeded done
                    && isSurvey(done.step())
                    && done.evidence().values().get(DATABASE) instanceof Boolean database) {
                mode = database ? RollbackMode.DATABASE : RollbackMode.CODE;
            }
        }
        return mode;
    }

    private boolean isSurvey(String step) {
        return input.plan()
                .runbook()
                .phase(PhaseName.ROLLBACK)
                .step(step)
                .filter(found -> found.serves(StepPurpose.SURVEYS))
                .isPresent();
    }
}
