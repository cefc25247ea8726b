package norn.worker;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.DynamicActivity;
import io.temporal.client.ActivityCanceledException;
import io.temporal.common.converter.EncodedValues;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.plan.Order;
import norn.state.Evidence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every action as an activity: the activity's type is the action's name. */
final class ActionActivity implements DynamicActivity {
    private static final Logger LOG = LoggerFactory.getLogger(ActionActivity.class);

    private final EnvironmentProvider environments;
    private final ActionInvoker invoker;
    private final RunAnswers answers;
    private final HandingOver handingOver;

    ActionActivity(
            EnvironmentProvider environments, ActionInvoker invoker, RunAnswers answers, HandingOver handingOver) {
        this.environments = environments;
        this.invoker = invoker;
        this.answers = answers;
        this.handingOver = handingOver;
    }

    @Override
    public Object execute(EncodedValues arguments) {
        var context = Activity.getExecutionContext();
        var action = context.getInfo().getActivityType();
        var order = arguments.get(0, Order.class);
        try {
            return run(action, order, context);
        } catch (ActionFailed failed) {
            if (handingOver.hasBegun()) {
                throw handedOver(action, order);
            }
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
            if (handingOver.hasBegun()) {
                throw handedOver(action, order);
            }
            LOG.info(
                    "event=action-stopped action={} deployment={} step={} attempt={}",
                    action,
                    order.deployment(),
                    order.step(),
                    order.attempt());
            throw new ActivityCanceledException(context.getInfo(), stopped);
        }
    }

    private static ApplicationFailure handedOver(String action, Order order) {
        LOG.info(
                "event=action-handed-over action={} deployment={} step={} attempt={}",
                action,
                order.deployment(),
                order.step(),
                order.attempt());
        return HandingOver.failure();
    }

    private Evidence run(String action, Order order, ActivityExecutionContext context) {
        var startedAt = System.nanoTime();
        try (var heartbeats = new TemporalHeartbeats(context)) {
            var complete = answers.fillIn(action, order);
            var evidence = invoker.run(environments.host(order.environment()), action, complete, heartbeats);
            LOG.info(
                    "event=action-done action={} deployment={} step={} attempt={} try={} outcome={} ms={}",
                    action,
                    order.deployment(),
                    order.step(),
                    order.attempt(),
                    heartbeats.tryNumber(),
                    evidence.outcome(),
                    Duration.ofNanos(System.nanoTime() - startedAt).toMillis());
            return evidence;
        }
    }
}
