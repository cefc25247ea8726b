package norn.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import norn.plan.WatchWindow;
import norn.runbook.PhaseName;
import norn.runbook.Step;
import norn.runbook.StepPurpose;
import norn.runbook.Work;

/** What each event does to the state of a phase. An event that names what is not there does nothing. */
final class StateReducer implements Event.Handler {
    private final PhaseState state;
    private final Instant at;

    StateReducer(PhaseState state, Instant at) {
        this.state = state;
        this.at = at;
    }

    @Override
    public void on(Event.PhaseStarted event) {
        state.startedAt = at;
        state.t0 = event.t0();
        state.goLiveAt = event.goLiveAt();
        state.changedBefore = event.changed();
        state.cause = event.cause();
    }

    @Override
    public void on(Event.StepStarted event) {
        var step = state.definitions.get(event.step());
        if (step == null || !(state.steps.get(event.step()) instanceof StepStatus.Pending pending)) {
            return;
        }
        var attempt = event.attempt();
        state.toCorrect.remove(step.id());
        var begun = step.work()
                .<StepStatus>match(
                        action -> new StepStatus.Running(attempt, at),
                        attestation -> new StepStatus.Asked(attempt, at),
                        gate -> new StepStatus.Open(attempt, at, at, state.pausedFor, List.of()));
        state.steps.put(step.id(), begun);
        if (step.serves(StepPurpose.WATCHES)) {
            state.watchTries.put(step.id(), WatchTries.first(at));
        }
        if (!(begun instanceof StepStatus.Open)) {
            if (step.changes()) {
                state.hasActed = true;
            }
            if (step.goLive() && state.goLiveAt == null) {
                state.goLiveAt = at;
            }
        }
        if (pending.early() != null && begun instanceof StepStatus.Asked asked) {
            state.steps.put(step.id(), StepTransitions.attested(state, step, asked, pending.early(), at));
        }
    }

    @Override
    public void on(Event.StepSucceeded event) {
        var step = state.definitions.get(event.step());
        if (step == null || !(state.steps.get(event.step()) instanceof StepStatus.Running running)) {
            return;
        }
        if (new Rescheduling(state, at).isForOldT0(step)) {
            state.steps.put(step.id(), StepStatus.Pending.of(running.attempt() + 1));
            return;
        }
        if (!event.evidence().met().isEmpty()) {
            var reported = new ArrayList<>(state.reportedCriteria(step.id()));
            event.evidence().met().stream().filter(id -> !reported.contains(id)).forEach(reported::add);
            state.reportedCriteria.put(step.id(), reported);
            if (hasMoreToWatch(step, Duration.between(running.startedAt(), at))) {
                state.steps.put(step.id(), StepStatus.Pending.of(running.attempt() + 1));
                return;
            }
        }
        state.steps.put(step.id(), StepTransitions.succeeded(running, event.evidence(), at));
        if (step.serves(StepPurpose.PROVES)) {
            state.isProven = true;
        }
    }

    private boolean hasMoreToWatch(Step step, Duration justWatched) {
        if (!(step.work() instanceof Work.Action action) || !step.serves(StepPurpose.WATCHES)) {
            return false;
        }
        var watched = state.watched(step.id()).plus(justWatched);
        state.watched.put(step.id(), watched);
        return WatchWindow.of(action, state.plan.policy().pace()).compareTo(watched) > 0;
    }

    @Override
    public void on(Event.StepFailed event) {
        var step = state.definitions.get(event.step());
        if (step == null || !(state.steps.get(event.step()) instanceof StepStatus.Running running)) {
            return;
        }
        state.watchTries.computeIfPresent(step.id(), (id, tries) -> tries.failed(at));
        var asks = state.consequences().asksAfterFailure(step) || isTriedAgain(step, running.startedAt());
        state.steps.put(step.id(), StepTransitions.failed(running, event, asks, at));
    }

    /** A watch whose failure would be passed over is tried again while its window lasts, and people are asked meanwhile. */
    private boolean isTriedAgain(Step step, Instant startedAt) {
        return state.ending == null
                && state.consequences().isPassedOver(step)
                && state.timetable()
                        .watchEnd(step, startedAt)
                        .filter(at::isBefore)
                        .isPresent();
    }

    @Override
    public void on(Event.StepTriedAgain event) {
        if (state.steps.get(event.step()) instanceof StepStatus.Failed failed && failed.startedAt() != null) {
            state.steps.put(event.step(), new StepStatus.Running(failed.attempt(), failed.startedAt()));
            state.watchTries.computeIfPresent(event.step(), (id, tries) -> tries.again(at));
        }
    }

    @Override
    public void on(Event.StepNotNeeded event) {
        if (state.steps.get(event.step()) instanceof StepStatus.Pending pending) {
            state.steps.put(
                    event.step(),
                    new StepStatus.Over(
                            pending.attempt(),
                            StepState.NOT_NEEDED,
                            null,
                            at,
                            StepTransitions.MACHINE,
                            StepEvidence.of(event.reason())));
        }
    }

    @Override
    public void on(Event.Completed event) {
        var step = state.definitions.get(event.step());
        if (step == null) {
            return;
        }
        state.attesters.computeIfAbsent(event.step(), id -> new ArrayList<>()).add(event.by());
        var now = state.steps.get(event.step());
        if (now instanceof StepStatus.Pending pending) {
            state.steps.put(step.id(), new StepStatus.Pending(pending.attempt(), event));
        }
        if (now instanceof StepStatus.Asked asked) {
            state.steps.put(step.id(), StepTransitions.attested(state, step, asked, event, at));
        }
    }

    @Override
    public void on(Event.Decided event) {
        var step = state.definitions.get(event.gate());
        if (step == null || !(step.work() instanceof Work.Gate gate)) {
            return;
        }
        state.decisions.computeIfAbsent(event.gate(), id -> new ArrayList<>()).add(event);
        var now = state.steps.get(event.gate());
        if (now == null) {
            return;
        }
        if (event.verdict() == Event.Verdict.NO_GO) {
            state.steps.put(
                    step.id(),
                    StepTransitions.noGo(now, event, state.consequences().noGoEffect(gate), at));
        } else if (now instanceof StepStatus.Open open) {
            state.steps.put(step.id(), StepTransitions.go(open, event, gate, at));
        }
    }

    @Override
    public void on(Event.DeadlinePassed event) {
        state.questions.computeIfPresent(
                event.id(),
                (id, question) ->
                        state.consequences().staysOpen(question) ? question.askedAgain(at) : question.closed());
        var step = state.definitions.get(event.id());
        if (step == null
                || !(step.work() instanceof Work.Gate gate)
                || !(state.steps.get(event.id()) instanceof StepStatus.Open open)) {
            return;
        }
        state.steps.put(
                step.id(),
                switch (gate.onDeadline()) {
                    case GO -> StepTransitions.goAtDeadline(open, at);
                    case NO_GO ->
                        StepTransitions.noGoAtDeadline(
                                open, state.consequences().noGoEffect(gate), at);
                    case PAGE ->
                        new StepStatus.Open(open.attempt(), open.since(), at, state.pausedFor, open.decisions());
                });
    }

    @Override
    public void on(Event.Resolved event) {
        if (state.lostLock != null && event.step().equals(LostLock.ID)) {
            state.lostLock = state.lostLock.answered(event.choice());
            return;
        }
        var now = state.steps.get(event.step());
        if (!(now instanceof StepStatus.Failed failed)) {
            state.questions.computeIfPresent(event.step(), (id, question) -> question.closed());
            return;
        }
        if (event.choice() == Event.Choice.RETRY) {
            countAsWatched(event.step(), failed);
            state.steps.put(event.step(), StepStatus.Pending.of(failed.attempt() + 1));
        } else {
            state.steps.put(event.step(), StepTransitions.resolved(failed, event, at));
        }
    }

    /** A watch that people begin again ends when it was planned to end. */
    private void countAsWatched(String id, StepStatus.Failed failed) {
        var startedAt = failed.startedAt();
        if (state.plan.rules().retriesWatches() && state.watchTries.containsKey(id) && startedAt != null) {
            state.watched.put(id, state.watched(id).plus(Duration.between(startedAt, at)));
        }
    }

    @Override
    public void on(Event.CriterionMet event) {
        var asks = state.ending == null
                && state.phase.name() != PhaseName.ROLLBACK
                && state.criterion(event.criterion())
                        .filter(criterion ->
                                event.unknown() || state.consequences().asks(criterion, at))
                        .isPresent();
        var previous = state.questions.get(event.criterion());
        state.questions.put(event.criterion(), Question.of(event, at, asks, previous));
    }

    @Override
    public void on(Event.RollbackOrdered event) {
        // PhaseStopping follows
    }

    @Override
    public void on(Event.T0Set event) {
        var before = state.t0;
        state.t0 = event.t0();
        if (before != null && !before.equals(event.t0()) && state.plan.rules().redoesWhatWasDoneForOldT0()) {
            state.t0MovedAt = at;
            new Rescheduling(state, at).apply();
        }
    }

    @Override
    public void on(Event.IncidentLogged event) {
        var known = state.incidents.get(event.id());
        var closed = event.state().equals("CLOSED");
        state.incidents.put(
                event.id(),
                new LoggedIncident(
                        event.id(),
                        event.severity(),
                        event.summary(),
                        event.state(),
                        event.by(),
                        known == null ? at : known.openedAt(),
                        closed ? at : null));
    }

    @Override
    public void on(Event.Paused event) {
        state.pausedAt = at;
        state.pausedBy = event.by();
    }

    @Override
    public void on(Event.Resumed event) {
        if (state.pausedAt != null) {
            state.pausedFor = state.pausedFor.plus(Duration.between(state.pausedAt, at));
        }
        state.pausedAt = null;
        state.pausedBy = null;
    }

    @Override
    public void on(Event.Cancelled event) {
        // what it means depends on where the phase stands: PhaseStopping follows, or nothing does
    }

    @Override
    public void on(Event.Refused event) {
        state.refused.add(new RefusedMessage(event.message(), event.by(), event.reason(), at));
    }

    @Override
    public void on(Event.PeopleNotified event) {
        state.notified = state.notified.with(event, at);
    }

    @Override
    public void on(Event.PhaseStopping event) {
        state.ending = event.outcome();
        state.running().forEach(step -> state.interrupted.add(step.id()));
        state.lostLock = null;
        state.questions.replaceAll((id, question) -> question.closed());
        state.steps.replaceAll((id, step) -> StepTransitions.noLongerAsked(step));
    }

    @Override
    public void on(Event.PhaseEnded event) {
        state.outcome = event.outcome();
    }

    @Override
    public void on(Event.EnvironmentTaken event) {
        state.changedBefore |= event.changed();
    }

    @Override
    public void on(Event.LockLost event) {
        state.lockLosses++;
        state.lostLock = new LostLock(event.holder(), at, state.lockLosses, null);
    }

    @Override
    public void on(Event.LockRegained event) {
        state.lostLock = null;
    }

    @Override
    public void on(Event.PhaseReopened event) {
        state.ending = null;
        state.outcome = null;
        state.steps.replaceAll((id, step) -> step instanceof StepStatus.Failed failed ? reopened(id, failed) : step);
        state.interrupted.clear();
    }

    /** What was interrupted begins again, with what a watch has watched already; what had failed asks again. */
    private StepStatus reopened(String id, StepStatus.Failed failed) {
        var step = state.definitions.get(id);
        if (step == null || step.work() instanceof Work.Gate) {
            return failed;
        }
        if (!state.interrupted.contains(id)) {
            return new StepStatus.Failed(
                    failed.attempt(),
                    failed.startedAt(),
                    failed.at(),
                    failed.by(),
                    failed.evidence(),
                    state.consequences().asksAfterFailure(step));
        }
        if (failed.startedAt() != null) {
            hasMoreToWatch(step, Duration.between(failed.startedAt(), failed.at()));
        }
        return StepStatus.Pending.of(failed.attempt() + 1);
    }
}
