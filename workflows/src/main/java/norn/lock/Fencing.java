package norn.lock;

import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Promise;
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
        return FenceGrant.everywhere(highest, changed);
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

    /**
     * The same where users may be out: a host that cannot raise it holds up nobody. It stays unfenced, people are paged, and the fence
     * is to be {@linkplain #raise raised} there before that host's next act.
     *
     * @throws FenceNotTaken where this run's own host cannot, whose number counts
     */
    public static FenceGrant takeWherePossible(Plan plan) {
        var hosts = hosts(plan);
        var own = takeOnHost(plan, hosts.get(0), 0);
        var others = new LinkedHashMap<FencedHost, Promise<FenceGrant>>();
        for (var host : hosts.subList(1, hosts.size())) {
            others.put(host, raiseOnHost(plan, host, own.fence(), 0));
        }
        var highest = own.fence();
        var changed = own.changed();
        var unfenced = new ArrayList<String>();
        for (var other : others.entrySet()) {
            try {
                var grant = other.getValue().get();
                highest = Math.max(highest, grant.fence());
                changed |= grant.changed();
            } catch (ActivityFailure failure) {
                unfenced.add(other.getKey().name());
                pageUnfenced(plan, notTaken(plan, other.getKey(), failure).reason());
            }
        }
        return new FenceGrant(highest, changed, unfenced);
    }

    /** The same; where its own host cannot take it, the run has no number, and every host is unfenced. By older rules it waits. */
    public static FenceGrant takeToGoOn(Plan plan) {
        if (!plan.rules().goesOnWithoutMissingHosts()) {
            return takeOrWait(plan);
        }
        try {
            return takeWherePossible(plan);
        } catch (FenceNotTaken failure) {
            return takenNowhere(plan, failure);
        }
    }

    private static FenceGrant takenNowhere(Plan plan, FenceNotTaken failure) {
        pageUnfenced(plan, failure.reason());
        return new FenceGrant(
                0, false, hosts(plan).stream().map(FencedHost::name).toList());
    }

    private static void pageUnfenced(Plan plan, String reason) {
        var text = "%s. What that host is not needed for goes on; a step that needs it asks until it is there"
                .formatted(reason);
        ActivityCalls.whileWaiting(plan).page(new Command.Page("fence", text), nextPageNumber());
    }

    private static Promise<FenceGrant> raiseOnHost(Plan plan, FencedHost host, long atLeast, int missed) {
        return raise(plan, Workflow.getInfo().getWorkflowId(), host.name(), atLeast)
                .handle((grant, failure) -> {
                    if (failure == null) {
                        return Workflow.newPromise(grant);
                    }
                    return ActivityFailures.isNoWorker(failure) && missed < Limits.MAX_MISSED_WORKERS
                            ? raiseOnHost(plan, host, atLeast, missed + 1)
                            : Workflow.<FenceGrant>newFailedPromise(failure);
                })
                .thenCompose(last -> last);
    }

    /**
     * Raises it on one host, by its name, the run's own by its task queue; one try. The answer may be higher than {@code atLeast}, and
     * is the holder's number then.
     */
    public static Promise<FenceGrant> raise(Plan plan, String holder, String host, long atLeast) {
        var own = Workflow.getInfo().getTaskQueue();
        var queue = host.equals(own) ? own : TaskQueues.ofHost(plan.environment(), host);
        return RunActivities.raiseFence(queue, new NornActivities.FenceRequest(plan.environment(), holder, atLeast));
    }

    /** While a host does not answer, or cannot, people are paged. */
    private static FenceGrant takeOrWait(Plan plan) {
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
                if (!ActivityFailures.isNoWorker(failure) || missed >= Limits.MAX_MISSED_WORKERS) {
                    throw notTaken(plan, host, failure);
                }
            }
        }
    }

    private static FenceNotTaken notTaken(Plan plan, FencedHost host, ActivityFailure failure) {
        return new FenceNotTaken(
                plan.environment(),
                ActivityFailures.isNoWorker(failure)
                        ? ActivityFailures.noWorkerText(host.name())
                        : ActivityFailures.message(failure));
    }
}
