package norn.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import norn.message.Message;
import norn.message.Refusal;
import norn.plan.Plan;
import norn.plan.WatchWindow;
import norn.runbook.PhaseName;
import norn.runbook.Step;
import norn.runbook.StepPurpose;
import norn.runbook.Work;
import norn.state.Event;
import norn.state.Journal;
import norn.state.PhaseOutcome;
import norn.state.PhaseState;
import norn.state.StepStatus;
import org.jspecify.annotations.Nullable;

/** The rules of one phase, pure: messages and events in, commands out; all that happens is in the journal. */
public final class PhaseEngine {
    /** Who pauses and resumes a phase where no person does. */
    public static final String DRIVER = "norn";

    private final EngineState engineState;
    private final Readiness readiness;
    private final Compensations compensations;
    private final Gates gates;
    private final Failures failures;
    private final Criteria criteria;
    private final Attestations attestations;
    private final Notices notices;
    private final LockQuestion lockQuestion;
    private final StopRules stopRules;
    private final MessageDispatcher dispatcher;

    /**
     * A phase that begins: records {@code PhaseStarted}, the steps that the environment excludes, and early attestations.
     *
     * @throws IllegalArgumentException if a watch's window cannot be read
     */
    public PhaseEngine(Plan plan, PhaseContext context, Instant now) {
        this(new EngineState(plan, context));
        engineState.write(
                new Event.PhaseStarted(
                        context.phase(), context.t0(), context.goLiveAt(), context.changed(), context.cause()),
                now);
        for (var step : engineState.state.definitions()) {
            var reason = plan.policy().excluded().get(step.id());
            if (reason != null) {
                engineState.write(new Event.StepNotNeeded(step.id(), reason), now);
            }
            if (step.work() instanceof Work.Action action && step.serves(StepPurpose.WATCHES)) {
                WatchWindow.of(action, plan.policy().pace());
            }
        }
        for (var early : context.earlyAttestations()) {
            accept(early, now);
        }
        var decisions = context.earlyDecisions();
        if (decisions != null) {
            decisions.forEach(early -> accept(early, now));
        }
        var cause = context.cause();
        if (context.phase() != PhaseName.ROLLBACK && cause != null) {
            stopRules.cancel(cause.reason(), now);
        }
    }

    private PhaseEngine(EngineState engineState) {
        this.engineState = engineState;
        var people = new People(engineState.plan.policy());
        var lookup = new Lookup(engineState);
        stopRules = new StopRules(engineState);
        readiness = new Readiness(engineState);
        compensations = new Compensations(engineState, readiness);
        notices = new Notices(engineState);
        gates = new Gates(engineState, people, readiness, stopRules, lookup);
        failures = new Failures(engineState, people, readiness, stopRules, lookup);
        criteria = new Criteria(engineState, people, stopRules, lookup);
        attestations = new Attestations(engineState, people, failures, criteria, lookup);
        lockQuestion = new LockQuestion(engineState, people, stopRules, lookup);
        var operatorMessages = new OperatorMessages(engineState, people, stopRules, lookup);
        dispatcher = new MessageDispatcher(
                engineState,
                lookup,
                readiness,
                gates,
                attestations,
                failures,
                criteria,
                lockQuestion,
                operatorMessages);
    }

    /**
     * The engine as it was when it had written {@code journal}. Actions that ran then count as running: whoever lost them asks
     * for {@link #running()}.
     */
    public static PhaseEngine resume(Plan plan, PhaseContext context, Journal journal) {
        var engine = new PhaseEngine(new EngineState(plan, context));
        engine.engineState.replay(journal);
        return engine;
    }

    /** The same where the phase had ended for a rollback that nobody agreed to: it goes on, because of {@code reason}. */
    public static PhaseEngine reopen(Plan plan, PhaseContext context, Journal journal, String reason, Instant now) {
        var engine = resume(plan, context, journal);
        engine.engineState.takeCommands(); // what was to be cancelled is over
        engine.engineState.write(new Event.PhaseReopened(reason), now);
        return engine;
    }

    /** Accepts a message, or refuses it; either way it is recorded. */
    public Answer accept(Message message, Instant now) {
        expire(now);
        try {
            dispatcher.dispatch(message, now);
            return new Answer(true, engineState.state.status().name());
        } catch (Refusal refusal) {
            refuse(message.name(), message.by(), refusal.reason(), now);
            return new Answer(false, refusal.reason());
        }
    }

    /** Whether the GO would be accepted now, and would be the last one that its gate needs; nothing is changed. */
    public boolean wouldOpen(Message.Decide go, Instant now) {
        var trial = resume(engineState.plan, engineState.context, journal());
        return trial.accept(go, now).accepted() && trial.state().step(go.gate()) instanceof StepStatus.Over;
    }

    /** Records a message that could not even be read, or that has no such name. */
    public void refuse(String message, @Nullable String by, String reason, Instant now) {
        var recorded = engineState.plan.rules().boundsMessages()
                ? engineState.refusalCount.recorded(reason)
                : Optional.of(reason);
        recorded.ifPresent(text -> engineState.write(
                new Event.Refused(Lookup.clip(message), by == null ? null : Lookup.clip(by), text), now));
    }

    /**
     * Records what happened: {@code StepSucceeded}, {@code StepFailed}, {@code Cancelled}; {@code Paused} and {@code Resumed}
     * where the driver itself pauses the phase, which ends no pause of a person's; {@code EnvironmentTaken}; {@code LockLost} and
     * {@code LockRegained}.
     *
     * @throws IllegalArgumentException for any other event: those are the engine's own to record
     */
    public void record(Event event, Instant now) {
        if (event instanceof Event.StepSucceeded succeeded) {
            succeeded(succeeded, now);
        } else if (event instanceof Event.StepFailed failed) {
            failed(failed, now);
        } else if (event instanceof Event.Cancelled cancelled) {
            cancelled(cancelled, now);
        } else if (event instanceof Event.Paused paused) {
            paused(paused, now);
        } else if (event instanceof Event.Resumed resumed) {
            resumed(resumed, now);
        } else if (event instanceof Event.EnvironmentTaken taken) {
            engineState.write(taken, now);
        } else if (event instanceof Event.LockLost || event instanceof Event.LockRegained) {
            lockQuestion.record(event, now);
        } else {
            throw new IllegalArgumentException("%s is for the engine to record".formatted(event));
        }
    }

    private void succeeded(Event.StepSucceeded event, Instant now) {
        if (isOutdated(event.step(), event.attempt(), "step-succeeded", now)) {
            return;
        }
        if (event.evidence().fails()) {
            failed(Event.StepFailed.of(event), now);
            criteria.met(event.step(), event.evidence(), List.of(), now);
            return;
        }
        var alreadyReported = List.copyOf(engineState.state.reportedCriteria(event.step()));
        engineState.write(event, now);
        criteria.met(event.step(), event.evidence(), alreadyReported, now);
    }

    private void failed(Event.StepFailed event, Instant now) {
        if (isOutdated(event.step(), event.attempt(), "step-failed", now)) {
            return;
        }
        engineState.write(event, now);
        engineState.state.definition(event.step()).ifPresent(step -> failures.failed(step, now));
    }

    private boolean isOutdated(String step, int attempt, String name, Instant now) {
        if (engineState.state.step(step) instanceof StepStatus.Running running && running.attempt() == attempt) {
            return false;
        }
        refuse(name, StopRules.MACHINE, "%s attempt %d is not under way".formatted(step, attempt), now);
        return true;
    }

    private void paused(Event.Paused event, Instant now) {
        if (engineState.state.pausedAt() == null) {
            engineState.write(event, now);
        }
    }

    private void resumed(Event.Resumed event, Instant now) {
        if (event.by().equals(engineState.state.pausedBy())) {
            engineState.write(event, now);
        }
    }

    private void cancelled(Event.Cancelled event, Instant now) {
        if (engineState.state.outcome() != null) {
            return;
        }
        engineState.write(event, now);
        stopRules.cancel(event.reason(), now);
    }

    /** What is to be done now: each start, cancellation and page once, and the nearest time to ask again. */
    public List<Command> next(Instant now) {
        expire(now);
        readiness.start(now, attestations);
        failures.retryWatches(now);
        if (engineState.state.outcome() == null) {
            compensations.startOrDrop(now);
            notices.tell(now);
            end(now);
        }
        var commands = new ArrayList<>(engineState.takeCommands());
        var outcome = engineState.state.outcome();
        if (outcome != null) {
            commands.add(new Command.Finish(outcome));
        } else {
            nextWakeUp().ifPresent(commands::add);
        }
        return commands;
    }

    private void end(Instant now) {
        var ending = engineState.state.ending();
        if (ending != null && engineState.state.running().isEmpty()) {
            engineState.write(new Event.PhaseEnded(ending), now);
        }
        if (ending == null && engineState.state.isDone()) {
            engineState.write(new Event.PhaseEnded(PhaseOutcome.completed()), now);
        }
    }

    /** Applies the deadlines that have passed, the earliest first. */
    private void expire(Instant now) {
        for (var deadline : Deadline.passed(engineState.state, now)) {
            var step = deadline.step();
            var question = deadline.question();
            if (step != null) {
                gates.expire(step, now);
            }
            if (question != null) {
                criteria.expire(question, now);
            }
        }
    }

    private Optional<Command.WakeAt> nextWakeUp() {
        var deadline = Deadline.nearest(engineState.state)
                .map(nearest -> new Command.WakeAt(nearest.at(), "deadline of %s".formatted(nearest.id())));
        return Stream.of(readiness.nextWakeUp(), failures.nextWakeUp(), notices.nextWakeUp(), deadline)
                .flatMap(Optional::stream)
                .min(Comparator.comparing(Command.WakeAt::at));
    }

    /** The starts of the actions that run, once more: for a driver that lost them. */
    public List<Command.StartAction> running() {
        return engineState.state.running().stream().map(this::startCommand).toList();
    }

    private Command.StartAction startCommand(Step step) {
        return readiness.startCommand(step, (Work.Action) step.work());
    }

    /** The state of the phase. */
    public PhaseState state() {
        return engineState.state;
    }

    /** All that happened so far. */
    public Journal journal() {
        return engineState.journal();
    }
}
