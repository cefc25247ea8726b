package norn.lock;

import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import norn.engine.Command;
import norn.plan.Plan;
import norn.run.ActivityCalls;
import norn.run.ActivityFailures;
import norn.run.FenceGrant;
import norn.run.Limits;
import norn.run.NornActivities;
import norn.run.RunActivities;
import norn.run.TaskQueues;
import norn.run.Wait;

/** Takes the fence of an environment on each of its hosts: from then on they refuse the orders of every holder before. */
public final class Fencing {
    /** Pages of one run differ in their numbers; those of a wait for the lock start at 1,000. */
    private static final int FIRST_PAGE_NUMBER = 1_000_000;

    private Fencing() {}

    /** The new number, recorded on every host, and whether any of them knows this holder already. */
    public static FenceGrant take(Plan plan) {
        var numbers = new LinkedHashMap<String, Long>();
        var highest = 0L;
        var changed = false;
        for (var queue : queues(plan)) {
            var grant = takeOnHost(plan, queue, highest);
            highest = grant.fence();
            changed |= grant.changed();
            numbers.put(queue, highest);
        }
        for (var number : numbers.entrySet()) {
            if (number.getValue() < highest) {
                takeOnHost(plan, number.getKey(), highest);
            }
        }
        return new FenceGrant(highest, changed);
    }

    private static List<String> queues(Plan plan) {
        var queues = new ArrayList<String>();
        queues.add(Workflow.getInfo().getTaskQueue());
        for (var host : plan.policy().hosts().values()) {
            var queue = TaskQueues.ofHost(plan.environment(), host);
            if (!queues.contains(queue)) {
                queues.add(queue);
            }
        }
        return queues;
    }

    /** Takes it where nothing can go on without it: while a host does not answer, or cannot, people are paged. */
    public static FenceGrant takeOrWait(Plan plan) {
        var calls = ActivityCalls.whileWaiting(plan);
        for (var page = FIRST_PAGE_NUMBER; ; page++) {
            try {
                return take(plan);
            } catch (ActivityFailure failure) {
                var text = "%s, so nothing is changed for now".formatted(failureText(plan, failure));
                calls.page(new Command.Page("fence", text), page);
                Wait.during(Limits.FENCE_RETRY_INTERVAL, "until the fence is tried again");
            }
        }
    }

    /** Why it could not be taken, for people. */
    public static String failureText(Plan plan, ActivityFailure failure) {
        return "the fence of %s cannot be taken: %s".formatted(plan.environment(), ActivityFailures.message(failure));
    }

    private static FenceGrant takeOnHost(Plan plan, String queue, long atLeast) {
        return RunActivities.takeFence(
                queue,
                new NornActivities.FenceRequest(
                        plan.environment(), Workflow.getInfo().getWorkflowId(), atLeast));
    }
}
