package norn.lock;

import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.LinkedHashMap;
import norn.engine.Command;
import norn.plan.Plan;
import norn.run.ActivityCalls;
import norn.run.FenceGrant;
import norn.run.NornActivities;
import norn.run.Wait;
import norn.runbook.PhaseName;

/** Takes the fence of an environment on each of its hosts: from then on orders of any holder before are refused there. */
public final class Fencing {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration RETRY_INTERVAL = Duration.ofMinutes(1);
    /** Pages are told apart by their numbers; those of a wait for the lock begin at 1,000. */
    private static final int FIRST_PAGE_NUMBER = 1_000_000;

    private Fencing() {}

    /** The new number, noted on every host, and whether any of them knows this holder already. */
    public static FenceGrant take(Plan plan) {
        var noted = new LinkedHashMap<String, Long>();
        noted.put(Workflow.getInfo().getTaskQueue(), 0L);
        plan.policy()
                .hosts()
                .values()
                .forEach(host -> noted.put(ActivityCalls.hostQueue(plan.environment(), host), 0L));
        var highest = 0L;
        var changed = false;
        for (var queue : noted.entrySet()) {
            var grant = noteOnHost(plan, queue.getKey(), highest);
            highest = grant.fence();
            changed |= grant.changed();
            queue.setValue(highest);
        }
        for (var queue : noted.entrySet()) {
            if (queue.getValue() < highest) {
                noteOnHost(plan, queue.getKey(), highest);
            }
        }
        return new FenceGrant(highest, changed);
    }

    /** Takes it where nothing can go on without it: while a host does not answer or cannot, people are paged. */
    public static FenceGrant takeOrWait(Plan plan) {
        var calls = new ActivityCalls(plan, Workflow.getInfo().getWorkflowId(), PhaseName.ROLLBACK, 0);
        for (var page = FIRST_PAGE_NUMBER; ; page++) {
            try {
                return take(plan);
            } catch (ActivityFailure failure) {
                var text = "%s, so nothing is changed for now".formatted(failureText(plan, failure));
                calls.page(new Command.Page("fence", text), page);
                Wait.during(RETRY_INTERVAL, "until the fence is tried again");
            }
        }
    }

    /** Why it could not be taken, in words. */
    public static String failureText(Plan plan, ActivityFailure failure) {
        return "the fence of %s cannot be taken: %s"
                .formatted(
                        plan.environment(), ActivityCalls.failed("", 1, failure).message());
    }

    private static FenceGrant noteOnHost(Plan plan, String queue, long atLeast) {
        return ActivityCalls.nornActivities(queue, "take the fence of " + plan.environment(), TIMEOUT)
                .takeFence(new NornActivities.FenceRequest(
                        plan.environment(), Workflow.getInfo().getWorkflowId(), atLeast));
    }
}
