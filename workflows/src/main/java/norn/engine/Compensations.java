package norn.engine;

import java.time.Instant;
import java.util.List;
import norn.runbook.Step;
import norn.state.Event;
import norn.state.PhaseOutcome;
import norn.state.StepStatus;
import org.jspecify.annotations.Nullable;

/**
 * The steps that withdraw the notices of others, where the phase stops before its first change: they begin once nothing else runs,
 * and the phase ends after them. Otherwise they are not needed.
 */
final class Compensations {
    private final EngineState engine;
    private final Readiness readiness;

    Compensations(EngineState engine, Readiness readiness) {
        this.engine = engine;
        this.readiness = readiness;
    }

    /** Begins those whose time has come, or records that they are not needed. */
    void startOrDrop(Instant now) {
        correct(now);
        var pending = pending();
        if (pending.isEmpty() || !isDecided()) {
            return;
        }
        for (var step : pending) {
            if (isStopping() && !step.onReschedule() && hasSomethingToCompensate(step, now)) {
                readiness.start(step, now);
            } else {
                engine.write(new Event.StepNotNeeded(step.id(), "there is nothing to compensate"), now);
            }
        }
    }

    /** Begins those that tell people of a new T-0 whom an earlier notice named the old one. */
    private void correct(Instant now) {
        var movedAt = engine.state.t0MovedAt();
        if (engine.state.ending() != null || movedAt == null) {
            return;
        }
        for (var step : pending()) {
            if (engine.state.hasToCorrect(step.id()) && hasSomethingToCompensate(step, movedAt)) {
                readiness.start(step, now);
            }
        }
    }

    private List<Step> pending() {
        return engine.state.definitions().stream()
                .filter(Step::isCompensation)
                .filter(step -> engine.stateOf(step) instanceof StepStatus.Pending)
                .toList();
    }

    private boolean isDecided() {
        if (engine.state.ending() != null) {
            return engine.state.running().isEmpty();
        }
        return engine.state.hasChanged()
                || engine.state.definitions().stream()
                        .allMatch(step ->
                                step.isCompensation() || engine.stateOf(step).isOver());
    }

    private boolean isStopping() {
        var ending = engine.state.ending();
        return ending != null && ending.kind() == PhaseOutcome.Kind.STOPPED;
    }

    /** Whether any step that this one compensates had begun by then, here or in an earlier phase: its notice may have been sent. */
    private boolean hasSomethingToCompensate(Step step, Instant by) {
        var earlierResults = engine.context.earlierResults();
        for (var compensated : step.compensates()) {
            var here = engine.state.step(compensated);
            if (here != null && hasBegun(here, by)) {
                return true;
            }
            if (earlierResults != null && earlierResults.values().containsKey(compensated)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasBegun(StepStatus state, Instant by) {
        if (state.attempt() > 1) {
            return true;
        }
        if (state instanceof StepStatus.Over over) {
            return isBy(over.startedAt(), by);
        }
        if (state instanceof StepStatus.Failed failed) {
            return isBy(failed.startedAt(), by);
        }
        return state instanceof StepStatus.Running running
                ? isBy(running.startedAt(), by)
                : !(state instanceof StepStatus.Pending);
    }

    private static boolean isBy(@Nullable Instant startedAt, Instant by) {
        return startedAt != null && !startedAt.isAfter(by);
    }
}
