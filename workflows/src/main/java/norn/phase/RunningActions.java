package norn.phase;

import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import norn.engine.Command;
import norn.engine.PhaseEngine;
import norn.run.ActivityCalls;
import norn.run.ActivityFailures;
import norn.run.Limits;
import norn.state.Event;
import org.jspecify.annotations.Nullable;

/** The actions of a phase that are under way. While the phase is suspended none runs, and afterwards the same ones are started again. */
final class RunningActions {
    private final PhaseEngine engine;
    private final OrderContexts contexts;
    private final Consumer<Event> recorder;
    private final Runnable wakeUp;
    private final HostFences fences;
    private ActivityCalls calls;
    private final Map<String, CancellationScope> scopes = new LinkedHashMap<>();
    private final Map<String, Integer> lostWorkers = new LinkedHashMap<>();
    private final Map<String, Integer> missedWorkers = new LinkedHashMap<>();
    /** Attempts that were cancelled because of a suspension, which asks nobody what to do about them. */
    private final List<String> interrupted = new ArrayList<>();

    private boolean suspended;

    /** None yet. {@code recorder} takes how each ends; {@code wakeUp} is called whenever one has ended. */
    RunningActions(
            PhaseEngine engine,
            OrderContexts contexts,
            ActivityCalls calls,
            HostFences fences,
            Consumer<Event> recorder,
            Runnable wakeUp) {
        this.engine = engine;
        this.contexts = contexts;
        this.calls = calls;
        this.fences = fences;
        this.recorder = recorder;
        this.wakeUp = wakeUp;
    }

    /** From now on actions are called so. */
    void callBy(ActivityCalls newCalls) {
        calls = newCalls;
    }

    boolean isEmpty() {
        return scopes.isEmpty();
    }

    void start(Command.StartAction command) {
        var key = key(command.step().id(), command.attempt());
        var host = calls.hostOf(command.step());
        if (!fences.isRaised(host)) {
            raiseFence(command, key, host);
            return;
        }
        var scope = Workflow.newCancellationScope(() -> calls.start(
                        command, contexts.of(engine.state(), engine.journal()))
                .handle((evidence, failure) -> {
                    scopes.remove(key);
                    var wasInterrupted = interrupted.remove(key);
                    if (failure == null) {
                        recorder.accept(new Event.StepSucceeded(command.step().id(), command.attempt(), evidence));
                    } else {
                        failed(command, failure, wasInterrupted);
                    }
                    wakeUp.run();
                    return null;
                }));
        scopes.put(key, scope);
        scope.run();
    }

    /** Its host refuses the orders of holders before, and then takes this one. */
    private void raiseFence(Command.StartAction command, String key, String host) {
        var scope = Workflow.newCancellationScope(() -> fences.raise(host).handle((grant, failure) -> {
            var wasCancelled = isCancelled(scopes.remove(key));
            var wasInterrupted = interrupted.remove(key);
            if (failure != null) {
                failed(command, failure, wasInterrupted);
            } else if (!wasCancelled) {
                start(command);
            } else if (!wasInterrupted || engine.state().ending() != null) {
                recorder.accept(ActivityFailures.cancelled(command.step().id(), command.attempt(), "it had not begun"));
            } else if (!suspended) { // else it is started again by resume
                start(command);
            }
            wakeUp.run();
            return null;
        }));
        scopes.put(key, scope);
        scope.run();
    }

    private static boolean isCancelled(@Nullable CancellationScope scope) {
        return scope != null && scope.isCancelRequested();
    }

    private void failed(Command.StartAction command, RuntimeException failure, boolean wasInterrupted) {
        if (wasInterrupted
                && failure.getCause() instanceof CanceledFailure
                && engine.state().ending() == null) {
            if (!suspended) { // else it is started again by resume
                start(command);
            }
        } else if (ActivityFailures.isWorkerLost(failure) && isStillWanted() && mayBeLostAgain(command)) {
            start(command);
        } else if (ActivityFailures.isNoWorker(failure)) {
            noWorker(command);
        } else {
            recorder.accept(ActivityFailures.stepFailed(command.step().id(), command.attempt(), failure));
        }
    }

    /** Nothing was done: the order is given again, and then people are asked. */
    private void noWorker(Command.StartAction command) {
        var missed = missedWorkers.merge(key(command.step().id(), command.attempt()), 1, Integer::sum);
        var isWanted = engine.state().ending() == null;
        if (isWanted && suspended) {
            return; // it is started again by resume
        }
        if (isWanted && missed <= Limits.MAX_MISSED_WORKERS) {
            start(command);
        } else {
            recorder.accept(calls.noWorker(command));
        }
    }

    /** Whether the phase goes on; what it gave up before its worker was lost begins no further try. */
    private boolean isStillWanted() {
        return engine.state().ending() == null || !engine.state().rules().givesNothingAgainAtTheEnd();
    }

    private boolean mayBeLostAgain(Command.StartAction command) {
        return lostWorkers.merge(key(command.step().id(), command.attempt()), 1, Integer::sum)
                <= Limits.MAX_LOST_WORKERS;
    }

    void cancel(Command.CancelAction command) {
        var scope = scopes.get(key(command.step(), command.attempt()));
        if (scope != null) {
            scope.cancel();
        } else {
            recorder.accept(ActivityFailures.cancelled(command.step(), command.attempt(), "it was suspended"));
        }
    }

    void cancelAll() {
        scopes.values().forEach(CancellationScope::cancel);
    }

    boolean isSuspended() {
        return suspended;
    }

    void suspend() {
        suspended = true;
    }

    /** Cancels what runs, without asking anybody, since another deployment is about to change the environment. */
    void interrupt() {
        scopes.forEach((key, scope) -> {
            if (!interrupted.contains(key)) {
                interrupted.add(key);
                scope.cancel();
            }
        });
    }

    /** Starts again what was interrupted. */
    void resume() {
        suspended = false;
        for (var command : engine.running()) {
            if (!scopes.containsKey(key(command.step().id(), command.attempt()))) {
                start(command);
            }
        }
    }

    private static String key(String step, int attempt) {
        return step + "#" + attempt;
    }
}
