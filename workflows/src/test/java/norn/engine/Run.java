package norn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import norn.journal.Checklist;
import norn.journal.Event;
import norn.journal.Evidence;
import norn.journal.Journal;
import norn.journal.PhaseOutcome;
import norn.journal.PhaseState;
import norn.plan.Plan;

/** A phase under way, with a clock that only the test moves. */
final class Run {
    static final Instant START = Instant.parse("2026-12-01T07:00:00Z");

    final Plan plan;
    final Begin begin;
    final PhaseEngine engine;
    Instant now = START;
    private final List<Command> commands = new ArrayList<>();

    Run(Book book) {
        this(book, new Begin(book.phase(), "d", null, null, false, List.of(), null, null));
    }

    Run(Book book, Begin begin) {
        this.plan = book.plan();
        this.begin = begin;
        this.engine = new PhaseEngine(plan, begin, now);
        next();
    }

    private Run(Run ended, String reason) {
        plan = ended.plan;
        begin = ended.begin;
        now = ended.now;
        engine = PhaseEngine.goOn(plan, begin, ended.journal(), reason, now);
        next();
    }

    /** The phase again, which had ended for a rollback that nobody agreed to. */
    Run goesOn(String reason) {
        return new Run(this, reason);
    }

    /** A watch: players are in since the start. */
    static Run live(Book book) {
        return new Run(book, new Begin(book.phase(), "d", START, START, true, List.of(), null, null));
    }

    static Run withT0(Book book, Instant t0) {
        return new Run(book, new Begin(book.phase(), "d", t0, null, false, List.of(), null, null));
    }

    /** What the engine wanted done last. */
    List<Command> commands() {
        return commands;
    }

    Run next() {
        commands.clear();
        commands.addAll(engine.next(now));
        return this;
    }

    Run later(Duration time) {
        now = now.plus(time);
        return next();
    }

    Run at(Instant time) {
        now = time;
        return next();
    }

    Run succeed(String step) {
        return succeed(step, Map.of());
    }

    Run succeed(String step, Map<String, Object> values) {
        return succeed(step, values, List.of());
    }

    Run succeed(String step, Map<String, Object> values, List<String> met) {
        return happen(new Event.StepSucceeded(step, attempt(step), evidence(step, values, met)));
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

    Run fail(String step) {
        return happen(new Event.StepFailed(step, attempt(step), "Broken", "it broke", null));
    }

    Run cancel(String reason) {
        return happen(new Event.Cancelled(reason));
    }

    Run happen(Event event) {
        engine.record(event, now);
        return next();
    }

    Run go(String gate, String by) {
        return accepted(decide(gate, Event.Verdict.GO, by));
    }

    Run noGo(String gate, String by) {
        return accepted(decide(gate, Event.Verdict.NO_GO, by));
    }

    static Message decide(String gate, Event.Verdict verdict, String by) {
        return new Message.Decide(gate, verdict, by, null, null);
    }

    static Message complete(String by, String... steps) {
        return complete(by, Event.Outcome.DONE, null, Map.of(), steps);
    }

    static Message complete(
            String by, Event.Outcome outcome, String note, Map<String, Object> values, String... steps) {
        return new Message.Complete(List.of(steps), by, null, outcome, new LinkedHashMap<>(values), note, null);
    }

    static Message resolve(String step, Event.Choice choice, String by, String note) {
        return new Message.Resolve(step, choice, by, null, note);
    }

    static Message rollBack(String criterion, String reason, String by) {
        return new Message.RollBack(criterion, reason, by, null, null, null);
    }

    Run accepted(Message message) {
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

    int attempt(String step) {
        return engine.state().step(step).attempt();
    }

    Checklist.State state(String step) {
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

    List<Checklist.Waiting> waiting() {
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

    List<Instant> wake() {
        return of(Command.WakeAt.class).map(Command.WakeAt::at).toList();
    }

    boolean finished() {
        return of(Command.Finish.class).findAny().isPresent();
    }

    <C extends Command> Stream<C> of(Class<C> type) {
        return commands.stream().filter(type::isInstance).map(type::cast);
    }
}
