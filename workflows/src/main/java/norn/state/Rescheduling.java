package norn.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import norn.runbook.PlannedTime;
import norn.runbook.Step;
import norn.runbook.StepPurpose;

/**
 * What a new T-0 means for what was done for the old one: a step that is planned near T-0, and is not due yet by the new one, is
 * done again, and so is what follows from it; people who were notified of the old T-0 are notified of the new one.
 */
final class Rescheduling {
    private final PhaseState state;
    private final Instant at;

    Rescheduling(PhaseState state, Instant at) {
        this.state = state;
        this.at = at;
    }

    void apply() {
        var again = new ArrayList<String>();
        for (var step : state.definitions()) {
            var status = state.steps.get(step.id());
            if (status == null) {
                continue;
            }
            if (step.onReschedule()) {
                correct(step, status);
            } else if (isPlannedLater(step) || follows(step, again)) {
                if (isDone(status)) {
                    state.steps.put(step.id(), StepStatus.Pending.of(status.attempt() + 1));
                    again.add(step.id());
                }
            }
        }
    }

    private void correct(Step step, StepStatus status) {
        if (!state.toCorrect.contains(step.id())) {
            state.toCorrect.add(step.id());
        }
        if (isDone(status)) {
            state.steps.put(step.id(), StepStatus.Pending.of(status.attempt() + 1));
        }
    }

    /** Whether the action has just ended that was begun for a T-0 that was moved meanwhile. */
    boolean isForOldT0(Step step) {
        return state.plan.rules().redoesWhatWasDoneForOldT0()
                && state.ending == null
                && (state.toCorrect.contains(step.id()) || isPlannedLater(step));
    }

    private boolean isPlannedLater(Step step) {
        return step.at() instanceof PlannedTime.FromT0
                && state.timetable()
                        .schedule()
                        .planned(step)
                        .filter(at::isBefore)
                        .isPresent();
    }

    /** What the day's first gate lets begin is good for any T-0, but for what is planned near it. */
    private boolean follows(Step step, List<String> again) {
        return step.needs().stream()
                .filter(again::contains)
                .flatMap(need -> state.definition(need).stream())
                .anyMatch(need -> !need.serves(StepPurpose.BEGINS_DAY));
    }

    private static boolean isDone(StepStatus status) {
        return !(status instanceof StepStatus.Pending || status instanceof StepStatus.Running)
                && status.state() != StepState.NOT_NEEDED;
    }
}
