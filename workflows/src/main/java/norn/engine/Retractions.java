package norn.engine;

import java.time.Instant;
import java.util.List;
import norn.journal.Event;
import norn.journal.PhaseOutcome;
import norn.journal.StepState;
import norn.runbook.Step;

/**
 * The steps that take back what others told people, where the phase stops before its first change: they begin once nothing else
 * runs, and the phase ends after them. In every other course they are left out.
 */
final class Retractions {
    private final Ledger ledger;
    private final Readiness readiness;

    Retractions(Ledger ledger, Readiness readiness) {
        this.ledger = ledger;
        this.readiness = readiness;
    }

    /** Begins those whose time has come, or leaves them out. */
    void settle(Instant now) {
        var pending = pending();
        if (pending.isEmpty() || !isSettled()) return;
        for (var step : pending)
            if (stops() && hasBeenTold(step)) readiness.begin(step, now);
            else ledger.write(new Event.StepLeftOut(step.id(), "there was nothing to take back"), now);
    }

    private List<Step> pending() {
        return ledger.state.definitions().stream()
                .filter(Step::retracts)
                .filter(step -> ledger.stateOf(step) instanceof StepState.Pending)
                .toList();
    }

    private boolean isSettled() {
        if (ledger.state.ending() != null) return ledger.state.running().isEmpty();
        return ledger.state.changed()
                || ledger.state.definitions().stream()
                        .allMatch(
                                step -> step.retracts() || ledger.stateOf(step).isOver());
    }

    private boolean stops() {
        var ending = ledger.state.ending();
        return ending != null && ending.kind() == PhaseOutcome.Kind.STOPPED;
    }

    /** Whether any of what the step takes back was begun, here or in an earlier phase: begun is as good as told. */
    private boolean hasBeenTold(Step step) {
        var facts = ledger.begin.facts();
        for (var told : step.takesBack()) {
            var here = ledger.state.step(told);
            if (here != null && hasBegun(here)) return true;
            if (facts != null && facts.values().containsKey(told)) return true;
        }
        return false;
    }

    private static boolean hasBegun(StepState state) {
        if (state instanceof StepState.Over over) return over.startedAt() != null;
        if (state instanceof StepState.Failed failed) return failed.startedAt() != null;
        return !(state instanceof StepState.Pending);
    }
}
