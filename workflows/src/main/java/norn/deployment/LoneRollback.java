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
import java.util.List;
import norn.engine.Begin;
import norn.engine.Message;
import norn.journal.PhaseOutcome;
import norn.journal.Status;
import norn.plan.Plan;
import norn.plan.PlanRequest;
import norn.plan.RollbackStart;
import norn.runbook.PhaseName;
import org.jspecify.annotations.Nullable;

/**
 * A rollback that a person started. Where a deployment has the environment, the order is handed to it; else the rollback plans,
 * takes the lock, and runs its phase itself. It needs no deployment's memory.
 */
final class LoneRollback implements Mailbox.Receiver, PhaseRun.Listener {
    private static final Duration ACKNOWLEDGEMENT = Duration.ofSeconds(30);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final RollbackStart start;
    private final Chronicle chronicle;
    private final LockHolder lock;
    private final String id = Workflow.getInfo().getWorkflowId();
    private final String queue = Workflow.getInfo().getTaskQueue();
    private final Instant startedAt = Clock.now();
    private @Nullable PhaseRun run;
    private @Nullable CancellationScope following;
    private @Nullable String cancelled;
    private @Nullable String over;

    LoneRollback(RollbackStart start) {
        this.start = start;
        chronicle = new Chronicle(id, start.environment(), start.to() == null ? "" : start.to());
        lock = LockHolder.ofEnvironment(start.environment(), "rollback");
        Mailbox.open(this);
    }

    /** Runs the rollback to its end; to be called out of the reach of cancellation. */
    Result run() {
        chronicle.show();
        var handed = handOver();
        var result = handed == null ? alone() : handed;
        over = result.status() + (result.reason().isEmpty() ? "" : ", " + result.reason());
        chronicle.conclude(result);
        Workflow.await(Workflow::isEveryHandlerFinished);
        return result;
    }

    /** A cancellation: what has begun to act finishes first. */
    void cancel() {
        cancelled = "the rollback was cancelled";
        if (run != null) run.stop(cancelled);
        if (following != null) following.cancel();
    }

    /** What the deployment made of it that holds or watches the environment; null where none does. */
    private @Nullable Result handOver() {
        var seen = Runs.look(LockHolder.environmentId(start.environment()));
        if (seen.free()) seen = Runs.look(LockHolder.watchId(start.environment()));
        var holder = seen.holder();
        if (seen.free()) return null;
        if (holder == null) return abandoned("the environment is held by " + seen.who());
        var order = id + "/order/" + Workflow.randomUUID(); // this id may have been a rollback's before
        try {
            var answer = ActivityCalls.forwarding(ACKNOWLEDGEMENT)
                    .forward(new Forward.Letter(holder, order, "rollBack", order(), false));
            if (!answer.accepted()) return abandoned("%s refused the order: %s".formatted(holder, answer.text()));
        } catch (ActivityFailure silent) {
            var why = ActivityCalls.failed("", 1, silent).message();
            if (!start.takeOver())
                return abandoned("%s holds the environment and does not answer (%s). takeOver would end it"
                        .formatted(holder, why));
            ActivityCalls.norn(queue, "end " + holder, LIMIT)
                    .endRun(new NornActivities.End(holder, "taken over by %s: %s".formatted(id, start.reason())));
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
            if (cancelled == null) scope.run();
        } catch (ActivityFailure | CanceledFailure ended) {
            if (cancelled == null) return handOver();
        }
        following = null;
        return outcomes.isEmpty()
                ? abandoned("%s; %s does what it was ordered".formatted(cancelled, holder))
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

    private Result alone() {
        var plan = plan();
        chronicle.plan(plan);
        var taken = lock.acquire();
        if (taken.isPresent())
            return abandoned("%s is held by %s"
                    .formatted(start.environment(), taken.get().who()));
        var fence = 0L;
        try {
            fence = Fencing.take(plan).fence();
        } catch (ActivityFailure failure) {
            cancelled = Fencing.untaken(plan, failure);
        }
        if (cancelled != null) {
            lock.release();
            return abandoned(cancelled);
        }
        chronicle.begins(PhaseName.ROLLBACK);
        var cause = new PhaseOutcome(PhaseOutcome.Kind.ROLL_BACK, start.reason(), null, true, start.mode());
        var begin = new Begin(PhaseName.ROLLBACK, id, null, null, false, List.of(), cause, null);
        var phase = new PhaseRun(
                new PhaseInput(plan.only(PhaseName.ROLLBACK), begin, fence, null, 0, start.to(), null), this);
        run = phase;
        var outcome = phase.run();
        chronicle.ends(PhaseName.ROLLBACK);
        lock.release();
        var known = chronicle.result();
        if (known != null) return keep(known);
        if (outcome != null && outcome.kind() == PhaseOutcome.Kind.STOPPED) return keep(abandoned(outcome.reason()));
        var end = outcome != null && outcome.kind() == PhaseOutcome.Kind.COMPLETED
                ? new End(Status.ROLLED_BACK, start.reason())
                : new End(Status.ROLLBACK_FAILED, outcome == null ? start.reason() : outcome.reason());
        return keep(result(end, null));
    }

    @Override
    public void changed() {
        if (run == null) return;
        var entries = run.journal().entries();
        var known = chronicle.entries(PhaseName.ROLLBACK).size();
        if (known < entries.size())
            chronicle.add(new Progress(PhaseName.ROLLBACK, known, entries.subList(known, entries.size())));
        else chronicle.show();
    }

    @Override
    public void acting() {
        if (!lock.isLost() || lock.acquire().isEmpty()) return;
        while (lock.acquire().isPresent()) Wait.during(BETWEEN_TRIES, "until the lock is tried again");
        var plan = chronicle.plan();
        if (run != null && plan != null)
            run.fence(Fencing.insist(plan).fence()); // whoever had it meanwhile has raised it
    }

    @Override
    public void proven() {
        changed();
        lock.release();
        chronicle.conclude(result(new End(Status.ROLLED_BACK, start.reason()), null));
        var result = chronicle.result();
        if (result != null) chronicle.conclude(keep(result));
    }

    private Plan plan() {
        try {
            return ActivityCalls.norn(queue, "make the plan", LIMIT)
                    .makePlan(new PlanRequest(
                            id, start.environment(), null, List.of(PhaseName.ROLLBACK), null, null, start.to()));
        } catch (ActivityFailure failure) {
            over = "no plan could be made";
            if (!(failure.getCause() instanceof ApplicationFailure said)) throw failure;
            chronicle.fails(said.getOriginalMessage());
            throw StartFailure.of(said.getOriginalMessage(), said.getType());
        }
    }

    private Result abandoned(String reason) {
        return result(End.abandoned(reason), null);
    }

    private Result result(End end, @Nullable String report) {
        return Outcomes.result(
                end,
                chronicle.plan(),
                start.environment(),
                chronicle.release(),
                chronicle.journals(),
                startedAt,
                Clock.now(),
                report);
    }

    private Result keep(Result result) {
        try {
            var report =
                    ActivityCalls.keeping(queue).keepRecord(new NornActivities.Keep(id, start.environment(), result));
            return result.reported(report);
        } catch (ActivityFailure failure) {
            Workflow.getLogger(LoneRollback.class).warn("event=record-not-kept reason={}", failure.getMessage());
            return result;
        }
    }

    @Override
    public Messages.Answer receive(Message message, ObjectNode payload) {
        if (run == null && over == null)
            Wait.until(() -> run != null || over != null, ACKNOWLEDGEMENT, "a message waits for the rollback to begin");
        if (over != null || run == null) {
            var reason = over == null ? "The rollback has not begun." : "The rollback is over: " + over + ".";
            refused(message.name(), message.by(), reason);
            throw new Mailbox.Refusal(reason);
        }
        return run.receive(message, payload);
    }

    @Override
    public void refused(String message, @Nullable String by, String reason) {
        if (run == null || over != null) chronicle.refuse(message, by, reason);
        else run.refused(message, by, reason);
    }

    Picture picture() {
        return chronicle.picture();
    }
}
