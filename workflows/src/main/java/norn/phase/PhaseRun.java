package norn.phase;

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
import norn.engine.Answer;
import norn.engine.Command;
import norn.engine.PhaseEngine;
import norn.message.Message;
import norn.message.MessageHandlers;
import norn.message.Messages;
import norn.plan.Plan;
import norn.run.ActivityCalls;
import norn.run.Clock;
import norn.run.CurrentDetails;
import norn.run.RunSnapshot;
import norn.run.WakeUpTimer;
import norn.runbook.Phase;
import norn.runbook.PhaseName;
import norn.state.Event;
import norn.state.Journal;
import norn.state.PhaseOutcome;
import norn.state.Status;
import org.jspecify.annotations.Nullable;

/**
 * Runs one phase: whatever its engine commands becomes activities, timers and pages, and whatever happens is reported back to
 * it. One thread, whatever the number of steps. Holds no rules.
 */
public final class PhaseRun implements Command.Driver, MessageHandlers.MessageReceiver {
    /** How long a rollback stays open for what is left to do after its proof. */
    private static final Duration OPEN_AFTER_PROOF = Duration.ofHours(24);

    private static final String AFTER_PROOF_TEXT = "a day after the proof";
    /** How often an attempt is begun again whose worker was lost. */
    private static final int MAX_LOST_WORKERS = 20;
    /** Who pauses a phase that rests. */
    private static final String NORN = PhaseEngine.DRIVER;

    private final PhaseInput input;
    private final Plan plan;
    private final Phase phase;
    private final PhaseEngine engine;
    private final OrderContexts contexts;
    private ActivityCalls calls;
    private final WakeUpTimer wakeUpTimer = new WakeUpTimer(this::wokenUp);
    private final Map<String, CancellationScope> running = new LinkedHashMap<>();
    private final Map<String, Integer> lostWorkers = new LinkedHashMap<>();
    /** Attempts that were stopped without asking anybody, and are to be begun again. */
    private final List<String> suspending = new ArrayList<>();

    private final PhaseOwner owner;
    private boolean wokenUp = true;
    private boolean suspended;
    private int pageCount;
    private @Nullable Instant provenAt;
    private @Nullable PhaseOutcome outcome;

    /** Whom the phase belongs to. */
    public interface PhaseOwner {
        /** Something may have changed; called often. */
        void onChange();

        /** Something may be begun now; called before each time. May wait. */
        default void beforeStarting() {}

        /** The rollback is proven: the status is final. */
        default void onProven() {}

        /** Whether the phase should rest here and go on in a fresh history; asked only while no action runs. */
        default boolean wantsFreshHistory() {
            return false;
        }
    }

    public PhaseRun(PhaseInput input, PhaseOwner owner) {
        this.input = input;
        this.plan = input.plan();
        this.phase = plan.runbook().phase(input.context().phase());
        this.engine = engine(input);
        this.contexts = new OrderContexts(input);
        this.calls = new ActivityCalls(plan, input.context().deployment(), phase.name(), input.fence());
        this.owner = owner;
        suspended = NORN.equals(engine.state().pausedBy());
    }

    private static PhaseEngine engine(PhaseInput input) {
        var journal = input.journal();
        if (journal == null) {
            return new PhaseEngine(input.plan(), input.context(), Clock.now());
        }
        return input.reopenReason() == null
                ? PhaseEngine.resume(input.plan(), input.context(), journal)
                : PhaseEngine.reopen(input.plan(), input.context(), journal, input.reopenReason(), Clock.now());
    }

    /** Runs until the phase is over, and says how it ended; empty where it rests. */
    @Nullable
    public PhaseOutcome run() {
        engine.running().forEach(this::on);
        while (outcome == null) {
            wokenUp = false;
            owner.beforeStarting();
            if (suspended && engine.state().ending() == null) {
                cancelRunning();
            } else {
                for (var command : engine.next(Clock.now())) {
                    command.dispatch(this);
                }
            }
            if (provenAt == null && isProven()) {
                provenAt = Clock.now();
                wakeUpTimer.set(provenAt.plus(OPEN_AFTER_PROOF), AFTER_PROOF_TEXT);
                owner.onProven();
            }
            if (provenAt != null) {
                wakeUpTimer.set(provenAt.plus(OPEN_AFTER_PROOF), AFTER_PROOF_TEXT);
            } // an earlier one may have rung
            owner.onChange();
            if (outcome != null) {
                break;
            }
            if (running.isEmpty() && owner.wantsFreshHistory()) {
                return null;
            }
            Workflow.await(() -> wokenUp);
            closeOnceOpenLongEnough();
        }
        wakeUpTimer.stop();
        running.values().forEach(CancellationScope::cancel);
        return outcome;
    }

    private boolean isProven() {
        return phase.name() == PhaseName.ROLLBACK
                && ProgressFilter.hasProof(phase, engine.journal().entries());
    }

    private void closeOnceOpenLongEnough() {
        if (provenAt != null && !Clock.now().isBefore(provenAt.plus(OPEN_AFTER_PROOF))) {
            outcome =
                    PhaseOutcome.endedEarly("a day has passed since the proof").byRule();
        }
    }

    private void wokenUp() {
        wokenUp = true;
    }

    private void record(Event event) {
        engine.record(event, Clock.now());
        wokenUp = true;
    }

    @Override
    public void on(Command.StartAction command) {
        var key = key(command.step().id(), command.attempt());
        var scope =
                Workflow.newCancellationScope(() -> calls.start(command, contexts.of(engine.state(), engine.journal()))
                        .handle((evidence, failure) -> {
                            running.remove(key);
                            if (failure == null) {
                                suspending.remove(key);
                            }
                            if (failure == null) {
                                record(new Event.StepSucceeded(command.step().id(), command.attempt(), evidence));
                            } else {
                                failed(command, key, failure);
                            }
                            wokenUp = true;
                            return null;
                        }));
        running.put(key, scope);
        scope.run();
    }

    private void failed(Command.StartAction command, String key, RuntimeException failure) {
        if (suspending.remove(key)
                && failure.getCause() instanceof CanceledFailure
                && engine.state().ending() == null) {
            if (!suspended) {
                on(command);
            } // else it is begun again once it is no longer held
            return;
        }
        if (ActivityCalls.isWorkerLost(failure) && lostWorkers.merge(key, 1, Integer::sum) <= MAX_LOST_WORKERS) {
            on(command);
        } else {
            record(ActivityCalls.failed(command.step().id(), command.attempt(), failure));
        }
    }

    @Override
    public void on(Command.CancelAction command) {
        var scope = running.get(key(command.step(), command.attempt()));
        if (scope != null) {
            scope.cancel();
        } else {
            record(new Event.StepFailed(command.step(), command.attempt(), "Cancelled", "it rested"));
        }
    }

    @Override
    public void on(Command.WakeAt command) {
        wakeUpTimer.set(command.at(), command.why());
    }

    @Override
    public void on(Command.Page command) {
        calls.page(command, ++pageCount).handle((evidence, failure) -> {
            if (failure != null) {
                Workflow.getLogger(PhaseRun.class)
                        .warn("event=page-failed about={} reason={}", command.about(), failure.getMessage());
            }
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
    private void cancelRunning() {
        running.forEach((key, scope) -> {
            if (suspending.contains(key)) {
                return;
            }
            suspending.add(key);
            scope.cancel();
        });
    }

    /** Rests, because of {@code by}. */
    void suspend(String by) {
        if (suspended || outcome != null) {
            return;
        }
        suspended = true;
        record(new Event.Paused(NORN, "the environment is being changed by " + by));
    }

    /** Goes on where it rested. */
    void endSuspension(String by) {
        if (!suspended || outcome != null) {
            return;
        }
        record(new Event.Resumed(NORN, by + " has not gone live"));
        suspended = false;
        for (var command : engine.running()) {
            if (!running.containsKey(key(command.step().id(), command.attempt()))) {
                on(command);
            }
        }
        wokenUp = true;
    }

    /** A NO_GO where it stands. */
    public void stop(String reason) {
        if (outcome != null) {
            return;
        }
        record(new Event.Cancelled(reason));
    }

    /** From now on orders bear that fence. */
    public void fence(long fence) {
        calls = new ActivityCalls(plan, input.context().deployment(), phase.name(), fence);
    }

    @Override
    public Messages.MessageAnswer receive(Message message, ObjectNode payload) {
        var answer = evaluate(message);
        if (!answer.accepted()) {
            throw new MessageHandlers.RecordedRefusal(answer.text());
        }
        return new Messages.MessageAnswer(true, answer.text());
    }

    /** What the engine says of it. */
    Answer evaluate(Message message) {
        var answer = engine.accept(message, Clock.now());
        wokenUp = true;
        return answer;
    }

    @Override
    public void recordRefusal(String message, @Nullable String by, String reason) {
        engine.refuse(message, by, reason, Clock.now());
        wokenUp = true;
    }

    /** The phase as it stands. */
    public RunSnapshot snapshot() {
        var status = provenAt == null ? engine.state().status() : Status.ROLLED_BACK;
        return new RunSnapshot(
                input.context().deployment(),
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
        CurrentDetails.show(snapshot().checklist(Clock.now()), null, null);
    }

    Phase phase() {
        return phase;
    }

    public Journal journal() {
        return engine.journal();
    }
}
