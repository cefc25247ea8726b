package norn.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.journal.Event;
import norn.journal.StepState;
import norn.plan.WatchWindow;
import norn.runbook.Step;
import norn.runbook.Work;
import org.jspecify.annotations.Nullable;

/** Which steps may begin: their needs are over, their time has come, nobody holds the phase. */
final class Readiness {
    private final Ledger ledger;

    Readiness(Ledger ledger) {
        this.ledger = ledger;
    }

    /** What the step still waits for, by id, in the runbook's words; empty once its needs are over. */
    List<String> unmet(Step step) {
        var unmet = new ArrayList<String>();
        for (var need : step.needs()) if (!isOver(need)) unmet.add(need);
        var when = step.when();
        if (when != null && !isOver(when.step()) && !unmet.contains(when.step())) unmet.add(when.step());
        var notice = step.notice();
        if (notice != null && !isOver(notice.step()) && !unmet.contains(notice.step())) unmet.add(notice.step());
        return unmet;
    }

    private boolean isOver(String id) {
        var state = ledger.state.step(id);
        return state == null || state.isOver();
    }

    private boolean needsOver(Step step) {
        for (var need : step.needs()) if (!isOver(need)) return false;
        var when = step.when();
        var notice = step.notice();
        return (when == null || isOver(when.step())) && (notice == null || isOver(notice.step()));
    }

    /** Begins, or leaves out, every step whose turn it is; the ones whose people have answered early make room for more. */
    void begin(Instant now, Attestations attestations) {
        boolean again;
        do {
            again = false;
            for (var step : ledger.state.definitions()) {
                if (ledger.state.ending() != null) return;
                if (!(ledger.stateOf(step) instanceof StepState.Pending) || step.retracts() || !needsOver(step))
                    continue;
                if (isNeedless(step)) {
                    ledger.write(new Event.StepLeftOut(step.id(), whyNeedless(step)), now);
                    again = true;
                } else if (mayBegin(step, now)) {
                    begin(step, now);
                    attestations.settle(step, now);
                    again |= ledger.stateOf(step).isOver();
                }
            }
        } while (again);
    }

    private boolean mayBegin(Step step, Instant now) {
        if (ledger.state.pausedAt() != null && !watches(step)) return false;
        return ledger.state.timetable().plannedAt(step).filter(now::isBefore).isEmpty();
    }

    void begin(Step step, Instant now) {
        ledger.write(new Event.StepStarted(step.id(), ledger.attempt(step)), now);
        if (step.work() instanceof Work.Action action) ledger.command(order(step, action));
    }

    /** The order for an action that is under way. */
    Command.StartAction order(Step step, Work.Action action) {
        return new Command.StartAction(step, Watches.prepared(ledger, step, action), ledger.attempt(step));
    }

    /** The next time at which a step may begin that has nothing else to wait for. */
    Optional<Command.WakeAt> wake() {
        Command.@Nullable WakeAt nearest = null;
        if (ledger.state.ending() != null) return Optional.empty();
        for (var step : ledger.state.definitions()) {
            if (!(ledger.stateOf(step) instanceof StepState.Pending) || step.retracts() || !needsOver(step)) continue;
            if (ledger.state.pausedAt() != null && !watches(step)) continue;
            var planned = ledger.state.timetable().plannedAt(step);
            if (planned.isPresent() && (nearest == null || planned.get().isBefore(nearest.at())))
                nearest = new Command.WakeAt(planned.get(), "%s: %s".formatted(step.id(), step.title()));
        }
        return Optional.ofNullable(nearest);
    }

    private static boolean watches(Step step) {
        return step.work() instanceof Work.Action action && WatchWindow.isWatch(action);
    }

    private boolean isNeedless(Step step) {
        var when = step.when();
        return when != null && !when.holds(valuesOf(when.step()));
    }

    private static String whyNeedless(Step step) {
        var when = step.when();
        return when == null ? "" : "%s did not say %s".formatted(when.step(), when.value());
    }

    private Map<String, Object> valuesOf(String id) {
        if (ledger.state.step(id) instanceof StepState.Over over)
            return over.proof().values();
        var facts = ledger.begin.facts();
        return facts == null ? Collections.emptyMap() : facts.values().getOrDefault(id, Collections.emptyMap());
    }
}
