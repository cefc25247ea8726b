package norn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import norn.message.Message;
import norn.plan.Plan;
import norn.report.Checklist;
import norn.state.Event;
import norn.state.Evidence;
import norn.state.Journal;
import norn.state.PhaseOutcome;
import norn.state.PhaseState;
import norn.state.StepState;

/** A phase under way, with a clock that only the test moves. */
final class EngineRun {
    static final Instant START = Instant.parse("2026-12-01T07:00:00Z");

    final Plan plan;
    final PhaseContext context;
    final PhaseEngine engine;
    Instant now;
    private final List<Command> commands = new ArrayList<>();

    EngineRun(TestRunbook runbook) {
        this(runbook, PhaseContext.of(runbook.phase(), "d"));
    }

    EngineRun(TestRunbook runbook, PhaseContext context) {
        this.plan = runbook.plan();
        this.context = context;
        this.now = START;
        this.engine = new PhaseEngine(plan, context, now);
        next();
    }

    /** The same that begins then. */
    EngineRun(TestRunbook runbook, Instant begin) {
        this.plan = runbook.plan();
        this.context = PhaseContext.of(runbook.phase(), "d");
        this.now = begin;
        this.engine = new PhaseEngine(plan, context, now);
        next();
    }

    private EngineRun(EngineRun ended, String reason) {
        plan = ended.plan;
        context = ended.context;
        now = ended.now;
        engine = PhaseEngine.reopen(plan, context, ended.journal(), reason, now);
        next();
    }

    /** The phase again, which had ended for a rollback that nobody agreed to. */
    EngineRun reopened(String reason) {
        return new EngineRun(this, reason);
    }

    /** A watch: players are in since the start. */
    static EngineRun live(TestRunbook runbook) {
        return new EngineRun(
                runbook, PhaseContext.of(runbook.phase(), "d").at(START, START).changed(true));
    }

    static EngineRun withT0(TestRunbook runbook, Instant t0) {
        return new EngineRun(runbook, PhaseContext.of(runbook.phase(), "d").at(t0, null));
    }

    /** What the engine wanted done last. */
    List<Command> commands() {
        return commands;
    }

    EngineRun next() {
        commands.clear();
        commands.addAll(engine.next(now));
        return this;
    }

    EngineRun advance(Duration time) {
        now = now.plus(time);
        return next();
    }

    EngineRun advanceTo(Instant time) {
        now = time;
        return next();
    }

    EngineRun succeed(String step) {
        return succeed(step, Map.of());
    }

    EngineRun succeed(String step, Map<String, Object> values) {
        return succeed(step, values, List.of());
    }

    EngineRun succeed(String step, Map<String, Object> values, List<String> met) {
        return record(new Event.StepSucceeded(step, attempt(step), evidence(step, values, met)));
    }

    Evidence evidence(String step, Map<String, Object> values, List<String> met) {
        return new Evidence(
                Evidence.Outcome.DONE,
                step + " is done",
                new LinkedHashMap<>(values),
                List.of(),
                met,
                "here",
                now,
                now);
    }

    EngineRun fail(String step) {
        return record(new Event.StepFailed(step, attempt(step), "Broken", "it broke"));
    }

    EngineRun cancel(String reason) {
        return record(new Event.Cancelled(reason));
    }

    EngineRun record(Event event) {
        engine.record(event, now);
        return next();
    }

    EngineRun go(String gate, String by) {
        return accepted(decide(gate, Event.Verdict.GO, by));
    }

    EngineRun noGo(String gate, String by) {
        return accepted(decide(gate, Event.Verdict.NO_GO, by));
    }

    static Message decide(String gate, Event.Verdict verdict, String by) {
        return new Message.Decide(gate, verdict, by, null, null);
    }

    static Message complete(String by, String... steps) {
        return complete(by, Event.AttestationOutcome.DONE, null, Map.of(), steps);
    }

    static Message complete(
            String by, Event.AttestationOutcome outcome, String note, Map<String, Object> values, String... steps) {
        return new Message.Complete(List.of(steps), by, null, outcome, new LinkedHashMap<>(values), note, null);
    }

    static Message resolve(String step, Event.Choice choice, String by, String note) {
        return new Message.Resolve(step, choice, by, null, note);
    }

    static Message rollBack(String criterion, String reason, String by) {
        return new Message.RollBack(criterion, reason, by, null, null, null);
    }

    EngineRun accepted(Message message) {
        assertThat(engine.accept(message, now))
                .extracting(Answer::accepted, Answer::text)
                .first()
                .as("%s", engine.state().refused())
                .isEqualTo(true);
        return next();
    }

    /** The reason for which the message is refused. */
    String refused(Message message) {
        var before = engine.state().refused().size();
        var answer = engine.accept(message, now);
        assertThat(answer.accepted()).as("%s is accepted", message).isFalse();
        assertThat(engine.state().refused()).hasSize(before + 1);
        assertThat(engine.state().refused().get(before).reason()).isEqualTo(answer.text());
        next();
        return answer.text();
    }

    /** Sends a message that is refused so many times. */
    EngineRun refusedTimes(Message message, int times) {
        for (var i = 0; i < times; i++) {
            assertThat(engine.accept(message, now).accepted()).isFalse();
        }
        return next();
    }

    int attempt(String step) {
        return engine.state().step(step).attempt();
    }

    StepState state(String step) {
        return engine.state().step(step).state();
    }

    PhaseState state() {
        return engine.state();
    }

    PhaseOutcome outcome() {
        return engine.state().outcome();
    }

    Checklist checklist() {
        return Checklist.of(plan, List.of(engine.journal()), "d", engine.state().status(), now);
    }

    List<Checklist.WaitingItem> waiting() {
        return checklist().waiting();
    }

    List<String> waitingIds() {
        return waiting().stream()
                .map(waiting -> waiting.kind() + " " + waiting.id())
                .toList();
    }

    Journal journal() {
        return engine.journal();
    }

    /** Ids of the steps that were started by the last commands. */
    List<String> started() {
        return of(Command.StartAction.class).map(start -> start.step().id()).toList();
    }

    List<String> cancelled() {
        return of(Command.CancelAction.class).map(Command.CancelAction::step).toList();
    }

    List<String> paged() {
        return of(Command.Page.class).map(Command.Page::about).toList();
    }

    List<Instant> wakeUps() {
        return of(Command.WakeAt.class).map(Command.WakeAt::at).toList();
    }

    boolean finished() {
        return of(Command.Finish.class).findAny().isPresent();
    }

    <C extends Command> Stream<C> of(Class<C> type) {
        return commands.stream().filter(type::isInstance).map(type::cast);
    }
}
