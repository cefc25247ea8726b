package norn.deployment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import norn.lock.LockHandle;
import norn.plan.RollbackStart;
import norn.run.ActivityFailures;
import norn.run.CurrentDetails;
import norn.run.InspectRun;
import norn.run.Limits;
import norn.run.MessageForwarder;
import norn.run.OtherRuns;
import norn.run.RunActivities;
import org.jspecify.annotations.Nullable;

/** Hands a person's order to roll back to the deployment that holds or watches the environment, and follows what comes of it. */
final class HandOver {
    private final RollbackStart start;
    private final Conclusion conclusion;
    private final String id = Workflow.getInfo().getWorkflowId();
    private @Nullable CancellationScope following;
    private @Nullable String cancelReason;

    HandOver(RollbackStart start, Conclusion conclusion) {
        this.start = start;
        this.conclusion = conclusion;
    }

    /** Concludes the run, unless there is no such deployment, or it is gone. */
    void run() {
        var inspection = inspect();
        var holder = inspection.holder();
        if (inspection.free()) {
            return;
        }
        if (holder == null) {
            abandon("the environment is held by " + inspection.holderText());
            return;
        }
        order(holder);
    }

    private void order(String holder) {
        MessageForwarder.ForwardReply reply;
        try {
            var order = id + "/order/" + Workflow.randomUUID(); // this id may have been a rollback's before
            reply = RunActivities.forward(
                    MessageForwarder.Envelope.toRun(holder, order, "rollBack", order()), Limits.ORDER_ANSWER_TIMEOUT);
        } catch (ActivityFailure unanswered) {
            takeOver(holder, ActivityFailures.message(unanswered));
            return;
        }
        if (reply.accepted()) {
            follow(holder);
        } else {
            abandon("%s refused the order: %s".formatted(holder, reply.text()));
        }
    }

    /** Stops following; the deployment goes on with what it was ordered. */
    void cancel(String reason) {
        cancelReason = reason;
        if (following != null) {
            following.cancel();
        }
    }

    private InspectRun.RunInspection inspect() {
        var lock = OtherRuns.inspect(LockHandle.environmentId(start.environment()));
        return lock.free() ? OtherRuns.inspect(LockHandle.watchId(start.environment())) : lock;
    }

    private ObjectNode order() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("reason", start.reason())
                .put("by", start.by())
                .put("mode", start.mode().id())
                .put("to", start.to());
    }

    private void takeOver(String holder, String why) {
        if (start.takeOver()) {
            RunActivities.endRun(holder, "taken over by %s: %s".formatted(id, start.reason()));
        } else {
            abandon("%s holds the environment and does not answer (%s). Start again with takeOver to end it"
                    .formatted(holder, why));
        }
    }

    /** A deployment that ends before its rollback does counts as if it had never been there. */
    private void follow(String holder) {
        CurrentDetails.showHandedOver(holder);
        var scope = Workflow.newCancellationScope(() -> conclusion.adopt(RunActivities.follow(holder)));
        following = scope;
        try {
            if (cancelReason == null) {
                scope.run();
            }
        } catch (ActivityFailure | CanceledFailure ended) {
            if (cancelReason == null) {
                run();
                return;
            }
        }
        following = null;
        if (!conclusion.isConcluded()) {
            abandon("%s; %s rolls back as ordered".formatted(cancelReason, holder));
        }
    }

    private void abandon(String reason) {
        conclusion.concludeUnsaved(RunOutcome.abandoned(reason));
    }
}
