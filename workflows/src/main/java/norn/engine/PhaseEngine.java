package norn.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import norn.journal.Event;
import norn.journal.Journal;
import norn.journal.PhaseOutcome;
import norn.journal.PhaseState;
import norn.journal.StepState;
import norn.plan.Plan;
import norn.plan.WatchWindow;
import norn.runbook.Step;
import norn.runbook.Work;
import org.jspecify.annotations.Nullable;

/** The rules of one phase, pure: messages and events in, commands out; the journal says how it came about. */
public final class PhaseEngine {
    /** Who pauses and resumes a phase where no person does. */
    public static final String DRIVER = "norn";

    private final Ledger ledger;
    private final Readiness readiness;
    private final Retractions retractions;
    private final Gates gates;
    private final Failures failures;
    private final Criteria criteria;
    private final Attestations attestations;
    private final Course course;
    private final Inbox inbox;

    /**
     * A phase that begins: records {@code PhaseStarted}, what the installation leaves out, and what people attested early.
     *
     * @throws IllegalArgumentException if a watch's window cannot be read
     */
    public PhaseEngine(Plan plan, Begin begin, Instant now) {
        this(new Ledger(plan, begin));
        ledger.write(
                new Event.PhaseStarted(begin.phase(), begin.t0(), begin.goLiveAt(), begin.changed(), begin.cause()),
                now);
        for (var step : ledger.state.definitions()) {
            var reason = plan.policy().leftOut().get(step.id());
            if (reason != null) ledger.write(new Event.StepLeftOut(step.id(), reason), now);
            if (step.work() instanceof Work.Action action && WatchWindow.isWatch(action))
                WatchWindow.of(action, plan.policy().pace());
        }
        for (var early : begin.kept()) accept(early, now);
    }

    private PhaseEngine(Ledger ledger) {
        this.ledger = ledger;
        var people = new People(ledger.plan.policy());
        var lookup = new Lookup(ledger);
        course = new Course(ledger);
        readiness = new Readiness(ledger);
        retractions = new Retractions(ledger, readiness);
        gates = new Gates(ledger, people, readiness, course, lookup);
        failures = new Failures(ledger, people, course, lookup);
        criteria = new Criteria(ledger, people, course, lookup);
        attestations = new Attestations(ledger, people, failures, criteria, lookup);
        var orders = new Orders(ledger, people, course, lookup);
        inbox = new Inbox(ledger, lookup, readiness, gates, attestations, failures, criteria, orders);
    }

    /**
     * The engine as it was when it had written {@code journal}. Actions that ran then count as running: whoever lost them asks
     * for {@link #running()}.
     */
    public static PhaseEngine resume(Plan plan, Begin begin, Journal journal) {
        var engine = new PhaseEngine(new Ledger(plan, begin));
        engine.ledger.replay(journal);
        return engine;
    }

    /** The same where the phase had ended for a rollback that nobody agreed to: it goes on, because of {@code reason}. */
    public static PhaseEngine goOn(Plan plan, Begin begin, Journal journal, String reason, Instant now) {
        var engine = resume(plan, begin, journal);
        engine.ledger.take(); // what was to be cancelled is over
        engine.ledger.write(new Event.WentOn(reason), now);
        return engine;
    }

    /** Takes what a person says, or refuses it; either way it is recorded. */
    public Answer accept(Message message, Instant now) {
        expire(now);
        try {
            inbox.take(message, now);
            return new Answer(true, ledger.state.status().name());
        } catch (Refusal refusal) {
            refuse(message.name(), message.by(), refusal.reason(), now);
            return new Answer(false, refusal.reason());
        }
    }

    /** Records a message that could not even be read, or that has no such name. */
    public void refuse(String message, @Nullable String by, String reason, Instant now) {
        ledger.write(new Event.Refused(Lookup.clip(message), by == null ? null : Lookup.clip(by), reason), now);
    }

    /**
     * Records what happened: {@code StepSucceeded}, {@code StepFailed}, {@code Cancelled}; {@code Paused} and {@code Resumed}
     * where the driver itself holds the phase, which ends no pause of a person's.
     *
     * @throws IllegalArgumentException for any other event: those are the engine's own to record
     */
    public void record(Event event, Instant now) {
        if (event instanceof Event.StepSucceeded succeeded) succeeded(succeeded, now);
        else if (event instanceof Event.StepFailed failed) failed(failed, now);
        else if (event instanceof Event.Cancelled cancelled) cancelled(cancelled, now);
        else if (event instanceof Event.Paused paused) paused(paused, now);
        else if (event instanceof Event.Resumed resumed) resumed(resumed, now);
        else throw new IllegalArgumentException("%s is for the engine to record".formatted(event));
    }

    private void succeeded(Event.StepSucceeded event, Instant now) {
        if (isStray(event.step(), event.attempt(), "step-succeeded", now)) return;
        var told = List.copyOf(ledger.state.muted(event.step()));
        ledger.write(event, now);
        criteria.met(event.step(), event.evidence(), told, now);
    }

    private void failed(Event.StepFailed event, Instant now) {
        if (isStray(event.step(), event.attempt(), "step-failed", now)) return;
        ledger.write(event, now);
        ledger.state.definition(event.step()).ifPresent(step -> failures.failed(step, now));
    }

    private boolean isStray(String step, int attempt, String name, Instant now) {
        if (ledger.state.step(step) instanceof StepState.Running running && running.attempt() == attempt) return false;
        refuse(name, Course.MACHINE, "%s attempt %d is not under way".formatted(step, attempt), now);
        return true;
    }

    private void paused(Event.Paused event, Instant now) {
        if (ledger.state.pausedAt() == null) ledger.write(event, now);
    }

    private void resumed(Event.Resumed event, Instant now) {
        if (event.by().equals(ledger.state.pausedBy())) ledger.write(event, now);
    }

    private void cancelled(Event.Cancelled event, Instant now) {
        if (ledger.state.outcome() != null) return;
        ledger.write(event, now);
        course.cancel(event.reason(), now);
    }

    /** What is to be done now: each start, cancellation and page once, and the nearest time to ask again. */
    public List<Command> next(Instant now) {
        expire(now);
        readiness.begin(now, attestations);
        if (ledger.state.outcome() == null) {
            retractions.settle(now);
            end(now);
        }
        var commands = new ArrayList<>(ledger.take());
        var outcome = ledger.state.outcome();
        if (outcome != null) commands.add(new Command.Finish(outcome));
        else wake().ifPresent(commands::add);
        return commands;
    }

    private void end(Instant now) {
        var ending = ledger.state.ending();
        if (ending != null && ledger.state.running().isEmpty()) ledger.write(new Event.PhaseEnded(ending), now);
        if (ending == null && ledger.state.isDone()) ledger.write(new Event.PhaseEnded(PhaseOutcome.completed()), now);
    }

    /** Silence decides where its time has come, the earliest first. */
    private void expire(Instant now) {
        for (var deadline : Deadline.passed(ledger.state, now)) {
            var step = deadline.step();
            var question = deadline.question();
            if (step != null) gates.expire(step, now);
            if (question != null) criteria.expire(question, now);
        }
    }

    private Optional<Command.WakeAt> wake() {
        var deadline = Deadline.nearest(ledger.state)
                .map(nearest -> new Command.WakeAt(nearest.at(), "deadline of %s".formatted(nearest.id())));
        return Stream.concat(readiness.wake().stream(), deadline.stream())
                .min(Comparator.comparing(Command.WakeAt::at));
    }

    /** The starts of the actions that run, once more: for a driver that lost them. */
    public List<Command.StartAction> running() {
        return ledger.state.running().stream().map(this::order).toList();
    }

    private Command.StartAction order(Step step) {
        return readiness.order(step, (Work.Action) step.work());
    }

    /** Where the phase stands. */
    public PhaseState state() {
        return ledger.state;
    }

    /** All that happened so far. */
    public Journal journal() {
        return ledger.journal();
    }
}
