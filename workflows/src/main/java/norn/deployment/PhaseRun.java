package norn.deployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.engine.Command;
import norn.engine.Message;
import norn.engine.PhaseEngine;
import norn.journal.Event;
import norn.journal.Journal;
import norn.journal.PhaseOutcome;
import norn.journal.Status;
import norn.plan.Plan;
import norn.runbook.Phase;
import norn.runbook.PhaseName;
import org.jspecify.annotations.Nullable;

/**
 * Runs one phase: whatever its engine commands becomes activities, timers and pages, and whatever happens is reported back to
 * it. One thread, whatever the number of steps. Holds no rules.
 */
final class PhaseRun implements Command.Driver, Mailbox.Receiver {
    /** How long a rollback stays open for what is left to do after its proof. */
    private static final Duration AFTER_PROOF = Duration.ofHours(24);

    private static final String AFTER = "a day after the proof";
    /** How often an attempt is begun again whose worker was lost. */
    private static final int MOST_LOST_WORKERS = 20;
    /** Who pauses a phase that rests. */
    private static final String NORN = PhaseEngine.DRIVER;

    private final PhaseInput input;
    private final Plan plan;
    private final Phase phase;
    private final PhaseEngine engine;
    private ActivityCalls calls;
    private final Alarm alarm = new Alarm(this::happened);
    private final Map<String, CancellationScope> running = new LinkedHashMap<>();
    private final Map<String, Integer> lostWorkers = new LinkedHashMap<>();
    /** Attempts that were stopped without asking anybody, and are to be begun again. */
    private final List<String> resting = new ArrayList<>();

    private final Listener listener;
    private boolean happened = true;
    private boolean held;
    private int pages;
    private @Nullable Instant provenAt;
    private @Nullable PhaseOutcome outcome;

    /** Whom the phase belongs to. */
    interface Listener {
        /** Something may have changed; called often. */
        void changed();

        /** Something may be begun now; called before each time. May wait. */
        default void acting() {}

        /** The rollback is proven: the status is final. */
        default void proven() {}

        /** Whether the phase should rest here and go on in a fresh history; asked only while no action runs. */
        default boolean wantsRest() {
            return false;
        }
    }

    PhaseRun(PhaseInput input, Listener listener) {
        this.input = input;
        this.plan = input.plan();
        this.phase = plan.runbook().phase(input.begin().phase());
        this.engine = engine(input);
        this.calls = new ActivityCalls(plan, input.begin().deployment(), phase.name(), input.fence());
        this.listener = listener;
        held = NORN.equals(engine.state().pausedBy());
    }

    private static PhaseEngine engine(PhaseInput input) {
        var journal = input.journal();
        if (journal == null) return new PhaseEngine(input.plan(), input.begin(), Clock.now());
        return input.wentOn() == null
                ? PhaseEngine.resume(input.plan(), input.begin(), journal)
                : PhaseEngine.goOn(input.plan(), input.begin(), journal, input.wentOn(), Clock.now());
    }

    /** Runs until the phase is over, and says how it ended; empty where it rests. */
    @Nullable
    PhaseOutcome run() {
        engine.running().forEach(this::on);
        while (outcome == null) {
            happened = false;
            listener.acting();
            if (held && engine.state().ending() == null) rest();
            else for (var command : engine.next(Clock.now())) command.tell(this);
            if (provenAt == null && isProven()) {
                provenAt = Clock.now();
                alarm.set(provenAt.plus(AFTER_PROOF), AFTER);
                listener.proven();
            }
            if (provenAt != null) alarm.set(provenAt.plus(AFTER_PROOF), AFTER); // an earlier one may have rung
            listener.changed();
            if (outcome != null) break;
            if (running.isEmpty() && listener.wantsRest()) return null;
            Workflow.await(() -> happened);
            closeLongAfterProof();
        }
        alarm.stop();
        running.values().forEach(CancellationScope::cancel);
        return outcome;
    }

    private boolean isProven() {
        return phase.name() == PhaseName.ROLLBACK
                && News.proven(phase, engine.journal().entries());
    }

    private void closeLongAfterProof() {
        if (provenAt != null && !Clock.now().isBefore(provenAt.plus(AFTER_PROOF)))
            outcome = new PhaseOutcome(
                    PhaseOutcome.Kind.ENDED_EARLY, "a day has passed since the proof", null, false, null);
    }

    private void happened() {
        happened = true;
    }

    private void record(Event event) {
        engine.record(event, Clock.now());
        happened = true;
    }

    @Override
    public void on(Command.StartAction command) {
        var key = key(command.step().id(), command.attempt());
        var scope = Workflow.newCancellationScope(() -> calls.start(
                        command, OrderOptions.of(command, input, engine.state(), engine.journal()))
                .handle((evidence, failure) -> {
                    running.remove(key);
                    if (failure == null) resting.remove(key);
                    if (failure == null)
                        record(new Event.StepSucceeded(command.step().id(), command.attempt(), evidence));
                    else failed(command, key, failure);
                    happened = true;
                    return null;
                }));
        running.put(key, scope);
        scope.run();
    }

    private void failed(Command.StartAction command, String key, RuntimeException failure) {
        if (resting.remove(key)
                && failure.getCause() instanceof CanceledFailure
                && engine.state().ending() == null) {
            if (!held) on(command); // else it is begun again once it is no longer held
            return;
        }
        if (ActivityCalls.lostItsWorker(failure) && lostWorkers.merge(key, 1, Integer::sum) <= MOST_LOST_WORKERS)
            on(command);
        else record(ActivityCalls.failed(command.step().id(), command.attempt(), failure));
    }

    @Override
    public void on(Command.CancelAction command) {
        var scope = running.get(key(command.step(), command.attempt()));
        if (scope != null) scope.cancel();
        else record(new Event.StepFailed(command.step(), command.attempt(), "Cancelled", "it rested", null));
    }

    @Override
    public void on(Command.WakeAt command) {
        alarm.set(command.at(), command.why());
    }

    @Override
    public void on(Command.Page command) {
        calls.page(command, ++pages).handle((evidence, failure) -> {
            if (failure != null)
                Workflow.getLogger(PhaseRun.class)
                        .warn("event=page-failed about={} reason={}", command.about(), failure.getMessage());
            return null;
        });
    }

    @Override
    public void on(Command.Finish command) {
        outcome = command.outcome();
    }

    private static String key(String step, int attempt) {
        return step + "#" + attempt;
    }

    /** Stops what runs, without asking anybody, and starts nothing: the environment is about to be changed by another. */
    private void rest() {
        running.forEach((key, scope) -> {
            if (resting.contains(key)) return;
            resting.add(key);
            scope.cancel();
        });
    }

    /** Rests, because of {@code by}. */
    void hold(String by) {
        if (held || outcome != null) return;
        held = true;
        record(new Event.Paused(NORN, "the environment is being changed by " + by));
    }

    /** Goes on where it rested. */
    void goOn(String by) {
        if (!held || outcome != null) return;
        record(new Event.Resumed(NORN, by + " has not gone live"));
        held = false;
        for (var command : engine.running())
            if (!running.containsKey(key(command.step().id(), command.attempt()))) on(command);
        happened = true;
    }

    /** A NO_GO where it stands. */
    void stop(String reason) {
        if (outcome != null) return;
        record(new Event.Cancelled(reason));
    }

    /** From now on orders bear that fence. */
    void fence(long fence) {
        calls = new ActivityCalls(plan, input.begin().deployment(), phase.name(), fence);
    }

    @Override
    public Messages.Answer receive(Message message, ObjectNode payload) {
        var answer = judge(message);
        if (!answer.accepted()) throw new Mailbox.Refusal(answer.text());
        return new Messages.Answer(true, answer.text());
    }

    /** What the engine says of it. */
    norn.engine.Answer judge(Message message) {
        var answer = engine.accept(message, Clock.now());
        happened = true;
        return answer;
    }

    @Override
    public void refused(String message, @Nullable String by, String reason) {
        engine.refuse(message, by, reason, Clock.now());
        happened = true;
    }

    /** The phase as it stands. */
    Picture picture() {
        var status = provenAt == null ? engine.state().status() : Status.ROLLED_BACK;
        return new Picture(
                input.begin().deployment(),
                plan.environment(),
                plan.release(),
                plan,
                phase.name(),
                List.of(engine.journal()),
                status,
                null);
    }

    /** Shows the state on the run's page. */
    void show() {
        CurrentDetails.show(picture().checklist(Clock.now()), null, null);
    }

    Phase phase() {
        return phase;
    }

    Journal journal() {
        return engine.journal();
    }
}
