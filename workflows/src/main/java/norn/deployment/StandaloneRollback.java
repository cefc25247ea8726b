package norn.deployment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import norn.engine.PhaseContext;
import norn.lock.Fencing;
import norn.lock.LockHandle;
import norn.message.Message;
import norn.message.MessageHandlers;
import norn.message.Messages;
import norn.message.StartFailure;
import norn.phase.PhaseInput;
import norn.phase.PhaseRun;
import norn.plan.Plan;
import norn.plan.PlanRequest;
import norn.plan.RollbackStart;
import norn.run.ActivityCalls;
import norn.run.Clock;
import norn.run.CurrentDetails;
import norn.run.MessageForwarder;
import norn.run.NornActivities;
import norn.run.OtherRuns;
import norn.run.Progress;
import norn.run.Result;
import norn.run.RunSnapshot;
import norn.run.Wait;
import norn.runbook.PhaseName;
import norn.state.PhaseOutcome;
import norn.state.Status;
import org.jspecify.annotations.Nullable;

/**
 * A rollback that a person started. Where a deployment has the environment, the order is handed to it; else the rollback plans,
 * takes the lock, and runs its phase itself. It needs no deployment's memory.
 */
final class StandaloneRollback implements MessageHandlers.MessageReceiver, PhaseRun.PhaseOwner {
    private static final Duration ACKNOWLEDGEMENT_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(10);
    private static final Duration ACTIVITY_TIMEOUT = Duration.ofMinutes(1);

    private final RollbackStart start;
    private final DeploymentState state;
    private final LockHandle lock;
    private final String id = Workflow.getInfo().getWorkflowId();
    private final String queue = Workflow.getInfo().getTaskQueue();
    private final Instant startedAt = Clock.now();
    private @Nullable PhaseRun run;
    private @Nullable CancellationScope following;
    private @Nullable String cancelReason;
    private @Nullable String closedReason;

    StandaloneRollback(RollbackStart start) {
        this.start = start;
        state = new DeploymentState(id, start.environment(), start.to() == null ? "" : start.to());
        lock = LockHandle.ofEnvironment(start.environment(), "rollback");
        MessageHandlers.open(this);
    }

    /** Runs the rollback to its end; to be called out of the reach of cancellation. */
    Result run() {
        state.show();
        var handedOver = handOver();
        var result = handedOver == null ? runStandalone() : handedOver;
        closedReason = result.status() + (result.reason().isEmpty() ? "" : ", " + result.reason());
        state.conclude(result);
        Workflow.await(Workflow::isEveryHandlerFinished);
        return result;
    }

    /** A cancellation: what has begun to act finishes first. */
    void cancel() {
        cancelReason = "the rollback was cancelled";
        if (run != null) {
            run.stop(cancelReason);
        }
        if (following != null) {
            following.cancel();
        }
    }

    /** What the deployment made of it that holds or watches the environment; null where none does. */
    private @Nullable Result handOver() {
        var inspection = OtherRuns.inspect(LockHandle.environmentId(start.environment()));
        if (inspection.free()) {
            inspection = OtherRuns.inspect(LockHandle.watchId(start.environment()));
        }
        var holder = inspection.holder();
        if (inspection.free()) {
            return null;
        }
        if (holder == null) {
            return abandoned("the environment is held by " + inspection.holderText());
        }
        var order = id + "/order/" + Workflow.randomUUID(); // this id may have been a rollback's before
        try {
            var answer = ActivityCalls.forwarding(ACKNOWLEDGEMENT_TIMEOUT)
                    .forward(new MessageForwarder.Envelope(holder, order, "rollBack", order(), false));
            if (!answer.accepted()) {
                return abandoned("%s refused the order: %s".formatted(holder, answer.text()));
            }
        } catch (ActivityFailure unanswered) {
            var why = ActivityCalls.failed("", 1, unanswered).message();
            if (!start.takeOver()) {
                return abandoned("%s holds the environment and does not answer (%s). takeOver would end it"
                        .formatted(holder, why));
            }
            ActivityCalls.nornActivities(queue, "end " + holder, ACTIVITY_TIMEOUT)
                    .endRun(new NornActivities.EndRequest(
                            holder, "taken over by %s: %s".formatted(id, start.reason())));
            return null;
        }
        return follow(holder);
    }

    /** What came of the order; where the deployment was ended before that, as if it had never been there. */
    private @Nullable Result follow(String holder) {
        CurrentDetails.showHandedOver(holder);
        var outcomes = new ArrayList<Result>();
        var scope = Workflow.newCancellationScope(() ->
                outcomes.add(ActivityCalls.following(queue, "follow " + holder).follow(holder)));
        following = scope;
        try {
            if (cancelReason == null) {
                scope.run();
            }
        } catch (ActivityFailure | CanceledFailure ended) {
            if (cancelReason == null) {
                return handOver();
            }
        }
        following = null;
        return outcomes.isEmpty()
                ? abandoned("%s; %s does what it was ordered".formatted(cancelReason, holder))
                : outcomes.get(0);
    }

    private ObjectNode order() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("reason", start.reason())
                .put("by", start.by())
                .put("mode", start.mode().id())
                .put("to", start.to());
    }

    private Result runStandalone() {
        var plan = plan();
        state.plan(plan);
        var taken = lock.acquire();
        if (taken.isPresent()) {
            return abandoned("%s is held by %s"
                    .formatted(start.environment(), taken.get().holderText()));
        }
        var fence = 0L;
        try {
            fence = Fencing.take(plan).fence();
        } catch (ActivityFailure failure) {
            cancelReason = Fencing.failureText(plan, failure);
        }
        if (cancelReason != null) {
            lock.release();
            return abandoned(cancelReason);
        }
        state.phaseStarted(PhaseName.ROLLBACK);
        var cause = PhaseOutcome.rollBack(start.reason(), start.mode());
        var context = PhaseContext.of(PhaseName.ROLLBACK, id).withCause(cause);
        var phase = new PhaseRun(
                new PhaseInput(plan.only(PhaseName.ROLLBACK), context, fence, null, 0, start.to(), null), this);
        run = phase;
        var outcome = phase.run();
        state.phaseEnded(PhaseName.ROLLBACK);
        lock.release();
        var known = state.result();
        if (known != null) {
            return saveRecord(known);
        }
        if (outcome != null && outcome.kind() == PhaseOutcome.Kind.STOPPED) {
            return saveRecord(abandoned(outcome.reason()));
        }
        var end = outcome != null && outcome.kind() == PhaseOutcome.Kind.COMPLETED
                ? new RunOutcome(Status.ROLLED_BACK, start.reason())
                : new RunOutcome(Status.ROLLBACK_FAILED, outcome == null ? start.reason() : outcome.reason());
        return saveRecord(result(end, null));
    }

    @Override
    public void onChange() {
        if (run == null) {
            return;
        }
        var entries = run.journal().entries();
        var known = state.entries(PhaseName.ROLLBACK).size();
        if (known < entries.size()) {
            state.add(new Progress(PhaseName.ROLLBACK, known, entries.subList(known, entries.size())));
        } else {
            state.show();
        }
    }

    @Override
    public void beforeStarting() {
        if (!lock.isLost() || lock.acquire().isEmpty()) {
            return;
        }
        while (lock.acquire().isPresent()) {
            Wait.during(RETRY_INTERVAL, "until the lock is tried again");
        }
        var plan = state.plan();
        if (run != null && plan != null) {
            run.fence(Fencing.takeOrWait(plan).fence());
        } // whoever had it meanwhile has raised it
    }

    @Override
    public void onProven() {
        onChange();
        lock.release();
        state.conclude(result(new RunOutcome(Status.ROLLED_BACK, start.reason()), null));
        var result = state.result();
        if (result != null) {
            state.conclude(saveRecord(result));
        }
    }

    private Plan plan() {
        try {
            return ActivityCalls.nornActivities(queue, "make the plan", ACTIVITY_TIMEOUT)
                    .makePlan(PlanRequest.ofRollback(id, start.environment(), start.to()));
        } catch (ActivityFailure failure) {
            closedReason = "no plan could be made";
            if (!(failure.getCause() instanceof ApplicationFailure applicationFailure)) {
                throw failure;
            }
            state.planningFailed(applicationFailure.getOriginalMessage());
            throw StartFailure.of(applicationFailure.getOriginalMessage(), applicationFailure.getType());
        }
    }

    private Result abandoned(String reason) {
        return result(RunOutcome.abandoned(reason), null);
    }

    private Result result(RunOutcome end, @Nullable String report) {
        return ResultBuilder.result(
                end,
                state.plan(),
                start.environment(),
                state.release(),
                state.journals(),
                startedAt,
                Clock.now(),
                report);
    }

    private Result saveRecord(Result result) {
        try {
            var report = ActivityCalls.savingRecord(queue)
                    .saveRecord(new NornActivities.RecordRequest(id, start.environment(), result));
            return result.withReport(report);
        } catch (ActivityFailure failure) {
            Workflow.getLogger(StandaloneRollback.class).warn("event=record-not-saved reason={}", failure.getMessage());
            return result;
        }
    }

    @Override
    public Messages.MessageAnswer receive(Message message, ObjectNode payload) {
        if (run == null && closedReason == null) {
            Wait.until(
                    () -> run != null || closedReason != null,
                    ACKNOWLEDGEMENT_TIMEOUT,
                    "a message waits for the rollback to begin");
        }
        if (closedReason != null || run == null) {
            var reason = closedReason == null
                    ? "The rollback has not begun."
                    : "The rollback is over: " + closedReason + ".";
            recordRefusal(message.name(), message.by(), reason);
            throw new MessageHandlers.RecordedRefusal(reason);
        }
        return run.receive(message, payload);
    }

    @Override
    public void recordRefusal(String message, @Nullable String by, String reason) {
        if (run == null || closedReason != null) {
            state.refuse(message, by, reason);
        } else {
            run.recordRefusal(message, by, reason);
        }
    }

    RunSnapshot snapshot() {
        return state.snapshot();
    }
}
