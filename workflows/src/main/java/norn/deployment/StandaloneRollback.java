package norn.deployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import norn.engine.PhaseContext;
import norn.lock.FenceNotTaken;
import norn.lock.Fencing;
import norn.lock.LockHandle;
import norn.message.Message;
import norn.message.MessageHandlers;
import norn.message.Messages;
import norn.phase.PhaseInput;
import norn.phase.PhaseRun;
import norn.plan.Plan;
import norn.plan.PlanRequest;
import norn.plan.RollbackStart;
import norn.run.Clock;
import norn.run.FenceGrant;
import norn.run.Limits;
import norn.run.Progress;
import norn.run.Result;
import norn.run.RetryInterval;
import norn.run.RunActivities;
import norn.run.RunSnapshot;
import norn.run.Wait;
import norn.runbook.PhaseName;
import norn.state.PhaseOutcome;
import norn.state.Status;
import org.jspecify.annotations.Nullable;

/**
 * A rollback that a person started: hand the order to the deployment that has the environment; where none has it, plan, lock, roll
 * back, unlock, report. It needs no deployment's memory.
 */
final class StandaloneRollback implements MessageHandlers.MessageReceiver, PhaseRun.PhaseOwner {
    private final String id = Workflow.getInfo().getWorkflowId();
    private final Instant begunAt = Clock.now();
    private final MessageHandlers handlers;
    private final RollbackStart start;
    private final DeploymentState state;
    private final Conclusion conclusion;
    private final HandOver handOver;
    private final LockHandle lock;
    private final LockPages lockPages = new LockPages();
    private @Nullable PhaseRun phase;
    private @Nullable String cancelReason;
    private @Nullable String closedReason;

    StandaloneRollback(RollbackStart start) {
        this.start = start;
        state = new DeploymentState(id, start.environment(), start.to() == null ? "" : start.to());
        conclusion = new Conclusion(state);
        handOver = new HandOver(start, conclusion);
        lock = LockHandle.ofEnvironment(start.environment(), "rollback");
        handlers = MessageHandlers.open(this).inOrder();
    }

    /** Runs the rollback to its end; to be called out of the reach of cancellation. */
    Result run() {
        state.show();
        handOver.run();
        if (!conclusion.isConcluded()) {
            rollBackAlone();
        }
        var result = conclusion.result();
        closedReason = new RunOutcome(result.status(), result.reason()).text();
        Workflow.await(Workflow::isEveryHandlerFinished);
        return conclusion.result();
    }

    /** A cancellation: what has started to act finishes first. */
    void cancel() {
        cancelReason = "the rollback was cancelled";
        handOver.cancel(cancelReason);
        if (phase != null) {
            phase.stop(cancelReason);
        }
    }

    private void rollBackAlone() {
        var plan = plan();
        var holder = lock.acquire();
        while (holder.isPresent() && handOver.displace(holder.get())) {
            holder = lock.acquire();
        }
        if (holder.isPresent()) {
            abandon("%s is held by %s"
                    .formatted(start.environment(), holder.get().holderText()));
            return;
        }
        var fence = fence(plan);
        if (cancelReason != null) {
            lock.release();
            abandon(cancelReason);
            return;
        }
        var outcome = runPhase(plan, fence);
        lock.release();
        report(outcome);
    }

    private Plan plan() {
        try {
            var plan = RunActivities.makePlan(PlanRequest.ofRollback(id, start.environment(), start.to()));
            state.plan(plan);
            return plan;
        } catch (ActivityFailure failure) {
            closedReason = "no plan could be made";
            throw DeploymentFlow.planningFailure(state, failure);
        }
    }

    private FenceGrant fence(Plan plan) {
        try {
            return plan.rules().goesOnWithoutMissingHosts() ? Fencing.takeWherePossible(plan) : Fencing.take(plan);
        } catch (FenceNotTaken failure) {
            cancelReason = failure.reason();
            return FenceGrant.none();
        }
    }

    private PhaseOutcome runPhase(Plan plan, FenceGrant fence) {
        state.phaseStarted(PhaseName.ROLLBACK);
        var context = PhaseContext.of(PhaseName.ROLLBACK, id)
                .withCause(PhaseOutcome.rollBack(start.reason(), start.mode()).orderedBy(start.by()));
        phase = new PhaseRun(PhaseInput.start(plan, context, fence).backTo(start.to()), this);
        var outcome = phase.run().orElseThrow();
        state.phaseEnded();
        return outcome;
    }

    private void report(PhaseOutcome outcome) {
        if (conclusion.isConcluded()) {
            conclusion.saveRecord();
        } else {
            conclusion.conclude(ending(outcome));
        }
    }

    private RunOutcome ending(PhaseOutcome outcome) {
        return switch (outcome.kind()) {
            case STOPPED -> RunOutcome.abandoned(outcome.reason());
            case COMPLETED -> new RunOutcome(Status.ROLLED_BACK, start.reason());
            case ROLL_BACK, ENDED_EARLY, GIVEN_UP -> new RunOutcome(Status.ROLLBACK_FAILED, outcome.reason());
        };
    }

    private void abandon(String reason) {
        conclusion.concludeUnsaved(RunOutcome.abandoned(reason));
    }

    @Override
    public void onChange() {
        if (phase == null) {
            return;
        }
        var entries = phase.journal().entries();
        var known = state.entries(PhaseName.ROLLBACK).size();
        if (known < entries.size()) {
            state.add(new Progress(PhaseName.ROLLBACK, known, entries.subList(known, entries.size())));
        } else {
            state.show();
        }
    }

    /** A lock that somebody ended is taken again first; whoever had it meanwhile has raised the fence. */
    @Override
    public void beforeStarting() {
        if (!lock.isLost()) {
            return;
        }
        var first = lock.acquire();
        var plan = state.plan();
        if (first.isEmpty()) {
            return;
        }
        if (phase != null && plan != null && plan.rules().asksWhenLockIsTaken()) {
            askAndRegain(phase, plan, first.get().holderText());
            return;
        }
        var tries = new RetryInterval(Limits.LOCK_RETRY_INTERVAL);
        lockPages.begin();
        for (var taken = lock.acquire(); taken.isPresent(); taken = lock.acquire()) {
            if (plan != null) {
                lockPages.lockIsLost(plan, taken.get());
            }
            Wait.during(tries.next(), "until the lock is tried again");
        }
        if (phase != null && plan != null) {
            phase.fence(Fencing.takeToGoOn(plan));
        }
    }

    private void askAndRegain(PhaseRun running, Plan plan, String holder) {
        running.lockLost(holder);
        var tries = new RetryInterval(Limits.LOCK_RETRY_INTERVAL);
        lockPages.begin();
        while (!running.isEnding()) {
            onChange();
            var isFree = !lock.isLost() || lock.acquire().isEmpty();
            var isAnswered = running.mayGoOnOnceLocked();
            if (isFree && isAnswered) {
                running.fence(Fencing.takeToGoOn(plan));
                running.lockRegained(holder);
                return;
            }
            lockPages.lockIsTaken(plan, holder, isFree);
            Wait.until(
                    () -> running.isEnding() || running.mayGoOnOnceLocked() != isAnswered,
                    tries.next(),
                    "until the lock is tried again");
        }
    }

    /** Then the lock ends and the status is final; the phase stays open for what is left to do. */
    @Override
    public void onProven() {
        onChange();
        lock.release();
        conclusion.conclude(new RunOutcome(Status.ROLLED_BACK, start.reason()));
    }

    @Override
    public Messages.MessageAnswer receive(Message message, ObjectNode payload) {
        var timeout = timeUntilStart();
        if (phase == null && closedReason == null && !timeout.isZero()) {
            Wait.until(
                    () -> phase != null || closedReason != null, timeout, "a message waits for the rollback to start");
        }
        if (closedReason != null) {
            throw state.refusal(message, "The rollback is over: " + closedReason + ".");
        }
        if (phase == null) {
            throw state.refusal(message, "The rollback has not started.");
        }
        return phase.receive(message, payload);
    }

    /** How long a message waits for the start: as one of those that came with the run, and no longer together. */
    private Duration timeUntilStart() {
        if (!handlers.isInOrder()) {
            return Limits.ORDER_ANSWER_TIMEOUT;
        }
        var left = Duration.between(Clock.now(), begunAt.plus(Limits.ORDER_ANSWER_TIMEOUT));
        return left.isNegative() ? Duration.ZERO : left;
    }

    @Override
    public void recordRefusal(String message, @Nullable String by, String reason) {
        if (phase == null || closedReason != null) {
            state.refuse(message, by, reason);
        } else {
            phase.recordRefusal(message, by, reason);
        }
    }

    RunSnapshot snapshot() {
        return state.snapshot();
    }
}
