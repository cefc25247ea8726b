package norn.worker;

import io.temporal.activity.Activity;
import io.temporal.activity.DynamicActivity;
import io.temporal.client.ActivityCanceledException;
import io.temporal.common.converter.EncodedValues;
import java.util.function.UnaryOperator;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.plan.Order;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every action as an activity: the activity's type is the action's name. */
final class ActionActivity implements DynamicActivity {
    private static final Logger LOG = LoggerFactory.getLogger(ActionActivity.class);

    private final EnvironmentProvider environments;
    private final ActionInvoker runner;
    private final OrderEnricher enrichment;

    /** What an order for some action needs beyond what the workflow says. */
    interface OrderEnricher extends UnaryOperator<Order> {}

    ActionActivity(EnvironmentProvider environments, ActionInvoker runner, OrderEnricher enrichment) {
        this.environments = environments;
        this.runner = runner;
        this.enrichment = enrichment;
    }

    @Override
    public Object execute(EncodedValues arguments) {
        var context = Activity.getExecutionContext();
        var action = context.getInfo().getActivityType();
        var order = arguments.get(0, Order.class);
        var began = System.nanoTime();
        try (var heartbeats = new TemporalHeartbeats(context)) {
            var given = action.equals("write-report") ? enrichment.apply(order) : order;
            var evidence = runner.run(environments.host(order.environment()), action, given, heartbeats);
            LOG.info(
                    "event=action-done action={} deployment={} step={} attempt={} try={} outcome={} ms={}",
                    action,
                    order.deployment(),
                    order.step(),
                    order.attempt(),
                    heartbeats.tryNumber(),
                    evidence.outcome(),
                    (System.nanoTime() - began) / 1_000_000);
            return evidence;
        } catch (ActionFailed failed) {
            LOG.warn(
                    "event=action-failed action={} deployment={} step={} attempt={} error={} retryable={}",
                    action,
                    order.deployment(),
                    order.step(),
                    order.attempt(),
                    failed.error(),
                    failed.retryable());
            throw FailureConverter.of(failed);
        } catch (Attempt.Stopped stopped) {
            LOG.info(
                    "event=action-stopped action={} deployment={} step={} attempt={}",
                    action,
                    order.deployment(),
                    order.step(),
                    order.attempt());
            throw new ActivityCanceledException(context.getInfo(), stopped);
        }
    }
}
