package norn.lock;

import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import norn.engine.Command;
import norn.plan.Plan;
import norn.run.ActivityCalls;
import norn.run.ActivityFailures;
import norn.run.FenceGrant;
import norn.run.Limits;
import norn.run.NornActivities;
import norn.run.RetryInterval;
import norn.run.RunActivities;
import norn.run.TaskQueues;
import norn.run.Wait;

/** Takes the fence of an environment on each of its hosts: from then on they refuse the orders of every holder before. */
public final class Fencing {
    /** Pages of one run differ in their numbers; those of a wait for the lock start at 1,000. */
    private static final int FIRST_PAGE_NUMBER = 1_000_000;

    private Fencing() {}

    /**
     * The new number, recorded on every host, and whether any of them knows this holder already.
     *
     * @throws FenceNotTaken with the host and the reason; none that has taken it gives it back, since the next holder takes a higher one
     */
    public static FenceGrant take(Plan plan) {
        var numbers = new LinkedHashMap<FencedHost, Long>();
        var highest = 0L;
        var changed = false;
        for (var host : hosts(plan)) {
            var grant = takeOnHost(plan, host, highest);
            highest = grant.fence();
            changed |= grant.changed();
            numbers.put(host, highest);
        }
        for (var number : numbers.entrySet()) {
            if (number.getValue() < highest) {
                takeOnHost(plan, number.getKey(), highest);
            }
        }
        return new FenceGrant(highest, changed);
    }

    /** A host, and the task queue that its worker serves. */
    private record FencedHost(String name, String queue) {}

    private static List<FencedHost> hosts(Plan plan) {
        var hosts = new ArrayList<FencedHost>();
        var own = Workflow.getInfo().getTaskQueue();
        hosts.add(new FencedHost(own, own));
        for (var name : plan.policy().hosts().values()) {
            var host = new FencedHost(name, TaskQueues.ofHost(plan.environment(), name));
            if (!hosts.contains(host)) {
                hosts.add(host);
            }
        }
        return hosts;
    }

    /** Takes it where nothing can go on without it: while a host does not answer, or cannot, people are paged. */
    public static FenceGrant takeOrWait(Plan plan) {
        var calls = ActivityCalls.whileWaiting(plan);
        var tries = new RetryInterval(Limits.FENCE_RETRY_INTERVAL);
        while (true) {
            try {
                return take(plan);
            } catch (FenceNotTaken failure) {
                var text = "%s, so nothing is changed for now".formatted(failure.reason());
                calls.page(new Command.Page("fence", text), nextPageNumber());
                Wait.during(tries.next(), "until the fence is tried again");
            }
        }
    }

    /** Higher each time, also in a later wait of the same run: a page of the same number and text would count as sent. */
    private static int nextPageNumber() {
        return FIRST_PAGE_NUMBER + (int) Workflow.getInfo().getHistoryLength();
    }

    /**
     * Sees that every host is there, and knows of no later holder.
     *
     * @throws FenceNotTaken with the host and the reason
     */
    public static void confirm(Plan plan, long fence) {
        for (var host : hosts(plan)) {
            var highest = ask(plan, host, () -> RunActivities.readFence(host.queue(), plan.environment()));
            if (highest > fence) {
                throw new FenceNotTaken(plan.environment(), "host %s: a later holder has it".formatted(host.name()));
            }
        }
    }

    private static FenceGrant takeOnHost(Plan plan, FencedHost host, long atLeast) {
        var request = new NornActivities.FenceRequest(
                plan.environment(), Workflow.getInfo().getWorkflowId(), atLeast);
        return ask(plan, host, () -> RunActivities.takeFence(host.queue(), request));
    }

    private static <T> T ask(Plan plan, FencedHost host, Supplier<T> question) {
        for (var missed = 0; ; missed++) {
            try {
                return question.get();
            } catch (ActivityFailure failure) {
                if (!ActivityFailures.isNoWorker(failure)) {
                    throw new FenceNotTaken(plan.environment(), ActivityFailures.message(failure));
                }
                if (missed >= Limits.MAX_MISSED_WORKERS) {
                    throw new FenceNotTaken(plan.environment(), ActivityFailures.noWorkerText(host.name()));
                }
            }
        }
    }
}
