package norn.run;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import norn.engine.Command;
import norn.plan.Order;
import norn.plan.OrderContext;
import norn.plan.Plan;
import norn.plan.ShortText;
import norn.runbook.PhaseName;
import norn.runbook.Step;
import norn.state.Event;
import norn.state.Evidence;
import org.jspecify.annotations.Nullable;

/** How a phase orders actions: on which host, with which limits, under which fence. */
public final class ActivityCalls {
    private static final int MAX_SUMMARY_CHARACTERS = 200;

    private final Plan plan;
    private final PhaseOrders orders;

    private ActivityCalls(PhaseOrders orders) {
        this.plan = orders.plan();
        this.orders = orders;
    }

    /** The calls of a phase whose orders bear that fence. */
    public static ActivityCalls ofPhase(Plan plan, String deployment, PhaseName phase, long fence) {
        return new ActivityCalls(new PhaseOrders(plan, deployment, phase, fence));
    }

    /** The calls of a run that waits to roll back, and pages meanwhile. */
    public static ActivityCalls whileWaiting(Plan plan) {
        return new ActivityCalls(new PhaseOrders(plan, Workflow.getInfo().getWorkflowId(), PhaseName.ROLLBACK, 0));
    }

    /** Orders the action of a step. */
    public Promise<Evidence> start(Command.StartAction command, OrderContext context) {
        var step = command.step();
        var action = command.action();
        var options = BoundedActivity.on(
                        queue(step.component()), summary(step.id() + ": " + step.title()), action.limit(), step.tries())
                .setHeartbeatTimeout(action.heartbeat())
                .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                .build();
        return Workflow.newUntypedActivityStub(options)
                .executeAsync(action.name(), Evidence.class, orders.of(command, context))
                .thenApply(ActivityFailures::checked);
    }

    /** Pages the people on duty. Pages of one run differ in their number. */
    public Promise<Evidence> page(Command.Page page, int number) {
        return send("page", page.about(), orders.of(page, number));
    }

    /** Tells the people of some roles. */
    public Promise<Evidence> tell(Command.Tell tell, int number) {
        return send("notify", tell.about(), orders.of(tell, number));
    }

    private Promise<Evidence> send(String action, String about, Order order) {
        var limits = BoundedActivity.on(
                        queue(null), summary("%s: %s".formatted(action, about)), Limits.PAGE_TIMEOUT, Limits.PAGE_TRIES)
                .build();
        return Workflow.newUntypedActivityStub(limits).executeAsync(action, Evidence.class, order);
    }

    private String queue(@Nullable String component) {
        var host = host(component);
        return host == null ? Workflow.getInfo().getTaskQueue() : TaskQueues.ofHost(plan.environment(), host);
    }

    /** The host that acts for that step, by name; the run's own by its task queue. */
    public String hostOf(Step step) {
        var host = host(step.component());
        return host == null ? Workflow.getInfo().getTaskQueue() : host;
    }

    private @Nullable String host(@Nullable String component) {
        return component == null ? null : plan.policy().hosts().get(component);
    }

    /** What the journal says where no worker took the order of that step. */
    public Event.StepFailed noWorker(Command.StartAction command) {
        return ActivityFailures.noWorker(command.step().id(), command.attempt(), hostOf(command.step()));
    }

    private static String summary(String text) {
        return ShortText.quoted(text, MAX_SUMMARY_CHARACTERS);
    }
}
