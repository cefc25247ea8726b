package norn.deployment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
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
import norn.run.NornActivities;
import norn.run.OtherRuns;
import norn.run.Result;
import norn.run.RunActivities;
import norn.state.Status;
import org.jspecify.annotations.Nullable;

/** Passes a person's order to roll back on to the deployment that holds or watches the environment, and follows what comes of it. */
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
        var lock = LockHandle.environmentId(start.environment());
        var inspection = OtherRuns.inspect(lock);
        if (inspection.free()) {
            lock = LockHandle.watchId(start.environment());
            inspection = OtherRuns.inspect(lock);
        }
        var holder = inspection.holder();
        if (inspection.free()) {
            return;
        }
        if (holder != null) {
            order(holder);
        } else if (start.takeOver()) {
            end(lock);
        } else {
            abandon("the environment is held by %s. Start again with takeOver to end it"
                    .formatted(inspection.holderText()));
        }
    }

    /** Ends whoever still holds the environment, where that is ordered; false where it is not. */
    boolean displace(InspectRun.RunInspection inspection) {
        if (!start.takeOver()) {
            return false;
        }
        var holder = inspection.holder();
        end(holder == null ? LockHandle.environmentId(start.environment()) : holder);
        return true;
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
        } else if (start.takeOver()) {
            end(holder);
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
            end(holder);
        } else {
            abandon("%s holds the environment and does not answer (%s). Start again with takeOver to end it"
                    .formatted(holder, why));
        }
    }

    private void end(String run) {
        RunActivities.endRun(run, "taken over by %s: %s".formatted(id, start.reason()));
    }

    /** A deployment that ends before its rollback does counts as if it had never been there. */
    private void follow(String holder) {
        CurrentDetails.showHandedOver(holder);
        var scope = Workflow.newCancellationScope(() -> adopt(holder, RunActivities.follow(holder)));
        following = scope;
        try {
            if (cancelReason == null) {
                scope.run();
            }
        } catch (ActivityFailure | CanceledFailure ended) {
            if (cancelReason == null && isWithoutProgress(ended)) {
                takeOver(holder, ActivityFailures.message((ActivityFailure) ended));
                return;
            }
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

    /** The outcome of the order; where its holder had changed nothing yet, the release of the deployment that watches is what serves. */
    private void adopt(String holder, Result result) {
        var other = result.status() == Status.ABANDONED && ordersServingRelease()
                ? OtherRuns.inspect(LockHandle.watchId(start.environment())).holder()
                : null;
        if (other == null || other.equals(holder)) {
            conclusion.adopt(result);
        } else {
            order(other);
        }
    }

    private static boolean ordersServingRelease() {
        return Workflow.getVersion("order-serving-release", Workflow.DEFAULT_VERSION, 1) == 1;
    }

    private static boolean isWithoutProgress(Exception failure) {
        return failure.getCause() instanceof ApplicationFailure reported
                && reported.getType().equals(NornActivities.NO_PROGRESS);
    }

    private void abandon(String reason) {
        conclusion.concludeUnsaved(RunOutcome.abandoned(reason));
    }
}
