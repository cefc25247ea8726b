package norn.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.runbook.Step;
import norn.runbook.StepPurpose;
import norn.runbook.Work;
import norn.state.Event;
import norn.state.StepStatus;
import org.jspecify.annotations.Nullable;

/** Which steps may begin: their needs are over, their time has come, the phase is not paused. */
final class Readiness {
    private final EngineState engine;

    Readiness(EngineState engine) {
        this.engine = engine;
    }

    /** What the step still waits for, by id, in the runbook's words; empty once its needs are over. */
    List<String> unmet(Step step) {
        var unmet = new ArrayList<String>();
        for (var need : step.needs()) {
            if (!isOver(need)) {
                unmet.add(need);
            }
        }
        var when = step.when();
        if (when != null && !isOver(when.step()) && !unmet.contains(when.step())) {
            unmet.add(when.step());
        }
        var notice = step.notice();
        if (notice != null && !isOver(notice.step()) && !unmet.contains(notice.step())) {
            unmet.add(notice.step());
        }
        return unmet;
    }

    private boolean isOver(String id) {
        var state = engine.state.step(id);
        return state == null || state.isOver();
    }

    private boolean areNeedsOver(Step step) {
        for (var need : step.needs()) {
            if (!isOver(need)) {
                return false;
            }
        }
        var when = step.when();
        var notice = step.notice();
        return (when == null || isOver(when.step())) && (notice == null || isOver(notice.step()));
    }

    /** Begins every step that is ready, or records that it is not needed; one that was attested early is over at once, so that others follow. */
    void start(Instant now, Attestations attestations) {
        boolean again;
        do {
            again = false;
            for (var step : engine.state.definitions()) {
                if (engine.state.ending() != null) {
                    return;
                }
                if (!(engine.stateOf(step) instanceof StepStatus.Pending)
                        || step.isCompensation()
                        || !areNeedsOver(step)) {
                    continue;
                }
                if (isNotNeeded(step)) {
                    engine.write(new Event.StepNotNeeded(step.id(), whyNotNeeded(step)), now);
                    again = true;
                } else if (canStart(step, now)) {
                    start(step, now);
                    attestations.settle(step, now);
                    again |= engine.stateOf(step).isOver();
                }
            }
        } while (again);
    }

    private boolean canStart(Step step, Instant now) {
        if (engine.state.pausedAt() != null && !step.serves(StepPurpose.WATCHES)) {
            return false;
        }
        return engine.state.timetable().plannedAt(step).filter(now::isBefore).isEmpty();
    }

    void start(Step step, Instant now) {
        engine.write(new Event.StepStarted(step.id(), engine.attempt(step)), now);
        if (step.work() instanceof Work.Action action) {
            engine.command(startCommand(step, action));
        }
    }

    /** The order for an action that is under way. */
    Command.StartAction startCommand(Step step, Work.Action action) {
        return new Command.StartAction(step, WatchOptions.completed(engine, step, action), engine.attempt(step));
    }

    /** The next time at which a step may begin that has nothing else to wait for. */
    Optional<Command.WakeAt> nextWakeUp() {
        Command.@Nullable WakeAt nearest = null;
        if (engine.state.ending() != null) {
            return Optional.empty();
        }
        for (var step : engine.state.definitions()) {
            if (!(engine.stateOf(step) instanceof StepStatus.Pending) || step.isCompensation() || !areNeedsOver(step)) {
                continue;
            }
            if (engine.state.pausedAt() != null && !step.serves(StepPurpose.WATCHES)) {
                continue;
            }
            var planned = engine.state.timetable().plannedAt(step);
            if (planned.isPresent() && (nearest == null || planned.get().isBefore(nearest.at()))) {
                nearest = new Command.WakeAt(planned.get(), "%s: %s".formatted(step.id(), step.title()));
            }
        }
        return Optional.ofNullable(nearest);
    }

    private boolean isNotNeeded(Step step) {
        var when = step.when();
        return when != null && !when.holds(valuesOf(when.step()));
    }

    private static String whyNotNeeded(Step step) {
        var when = step.when();
        return when == null ? "" : "%s.%s is not true".formatted(when.step(), when.value());
    }

    private Map<String, Object> valuesOf(String id) {
        if (engine.state.step(id) instanceof StepStatus.Over over) {
            return over.evidence().values();
        }
        var earlierResults = engine.context.earlierResults();
        return earlierResults == null
                ? Collections.emptyMap()
                : earlierResults.values().getOrDefault(id, Collections.emptyMap());
    }
}
