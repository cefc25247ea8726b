package norn.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import norn.plan.Schedule;
import norn.plan.WatchWindow;
import norn.runbook.Criterion;
import norn.runbook.Step;
import norn.runbook.StepPurpose;
import norn.runbook.Work;

/** The times of a phase: when steps are planned, when they are expected, and when deadlines pass. */
public final class Timetable {
    /** A question that stays open after its deadline is paged again no sooner than so long after. */
    private static final Duration REPEATED = Duration.ofHours(1);

    private final PhaseState state;

    Timetable(PhaseState state) {
        this.state = state;
    }

    /** The planned times, as far as they are known now. */
    public Schedule schedule() {
        return new Schedule(state.plan.policy(), state.t0(), state.goLiveAt());
    }

    /** When the step is planned, its notice included; empty: as soon as its needs are over. */
    public Optional<Instant> plannedAt(Step step) {
        var schedule = schedule();
        var planned = schedule.planned(step);
        var notice = step.notice();
        if (notice == null) {
            return planned;
        }
        if (!(state.step(notice.step()) instanceof StepStatus.Over given) || given.state() != StepState.DONE) {
            return planned;
        }
        var over = schedule.noticeEnd(notice, given.endedAt());
        return planned.filter(time -> time.isAfter(over)).or(() -> Optional.of(over));
    }

    /** When the timeline expects the step: as planned, or as it is due though nothing waits for that. */
    public Optional<Instant> expectedAt(Step step) {
        return plannedAt(step).or(() -> schedule().expected(step));
    }

    /** When the deadline of the gate passes; empty: it has none, or a pause holds it. */
    public Optional<Instant> deadline(Step step) {
        if (state.pausedAt() != null || !(state.step(step.id()) instanceof StepStatus.Open open)) {
            return Optional.empty();
        }
        return gate(step)
                .map(Work.Gate::deadline)
                .filter(length -> !length.isZero())
                .map(length -> open.deadlineFrom().plus(length).plus(state.pausedFor.minus(open.pausedBefore())));
    }

    /** When the deadline of the met criterion passes; empty: it has none. A pause does not hold it. */
    public Optional<Instant> deadline(Question question) {
        if (!question.open() || question.unknown()) {
            return Optional.empty();
        }
        var length = state.criterion(question.criterion()).map(Criterion::deadline);
        var isAskedAgain = question.deadlineFrom().isAfter(question.since());
        return length.map(first ->
                question.deadlineFrom().plus(isAskedAgain && first.compareTo(REPEATED) < 0 ? REPEATED : first));
    }

    /** When the window of the watch is over whose attempt began at {@code startedAt}; empty: it is none, or is not tried again. */
    Optional<Instant> watchEnd(Step step, Instant startedAt) {
        if (!state.plan.rules().retriesWatches()
                || !step.serves(StepPurpose.WATCHES)
                || !(step.work() instanceof Work.Action action)) {
            return Optional.empty();
        }
        return Optional.of(startedAt
                .plus(WatchWindow.of(action, state.plan.policy().pace()))
                .minus(state.watched(step.id())));
    }

    /** When a watch that has failed is tried again by itself; empty: it is not. */
    public Optional<Instant> triedAgainAt(Step step) {
        var tries = state.watchTries(step.id());
        if (state.ending() != null
                || tries == null
                || !(state.step(step.id()) instanceof StepStatus.Failed failed)
                || !failed.asks()
                || failed.startedAt() == null) {
            return Optional.empty();
        }
        var next = failed.at().plus(tries.interval());
        return watchEnd(step, failed.startedAt())
                .filter(end -> end.isAfter(failed.at()))
                .map(end -> end.isBefore(next) ? end : next);
    }

    private static Optional<Work.Gate> gate(Step step) {
        return step.work().match(action -> Optional.empty(), attestation -> Optional.empty(), Optional::of);
    }
}
