package norn.deployment;

import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.LinkedHashMap;
import norn.plan.Plan;

/** Takes the fence of an environment on each of its hosts: from then on orders of any holder before are refused there. */
final class Fencing {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Fencing() {}

    /** The new number, noted on every host, and whether any of them knows this holder already. */
    static Hold take(Plan plan) {
        var noted = new LinkedHashMap<String, Long>();
        noted.put(Workflow.getInfo().getTaskQueue(), 0L);
        plan.policy()
                .hosts()
                .values()
                .forEach(host -> noted.put(ActivityCalls.hostQueue(plan.environment(), host), 0L));
        var highest = 0L;
        var changed = false;
        for (var queue : noted.entrySet()) {
            var hold = note(plan, queue.getKey(), highest);
            highest = hold.fence();
            changed |= hold.changed();
            queue.setValue(highest);
        }
        for (var queue : noted.entrySet()) if (queue.getValue() < highest) note(plan, queue.getKey(), highest);
        return new Hold(highest, changed);
    }

    private static Hold note(Plan plan, String queue, long atLeast) {
        return ActivityCalls.norn(queue, "take the fence of " + plan.environment(), LIMIT)
                .takeFence(new NornActivities.FenceRequest(
                        plan.environment(), Workflow.getInfo().getWorkflowId(), atLeast));
    }
}
