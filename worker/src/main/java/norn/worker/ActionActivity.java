package norn.worker;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.DynamicActivity;
import io.temporal.client.ActivityCanceledException;
import io.temporal.common.converter.EncodedValues;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Objects;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.plan.Order;
import norn.state.Evidence;
import norn.worker.log.LoggedOrder;
import norn.worker.metric.ActionMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every action as an activity: the activity's type is the action's name. */
final class ActionActivity implements DynamicActivity {
    private static final Logger LOG = LoggerFactory.getLogger(ActionActivity.class);

    private final EnvironmentProvider environments;
    private final ActionInvoker invoker;
    private final RunAnswers answers;
    private final HandingOver handingOver;
    private final ActionMetrics metrics;

    ActionActivity(
            EnvironmentProvider environments,
            ActionInvoker invoker,
            RunAnswers answers,
            HandingOver handingOver,
            ActionMetrics metrics) {
        this.environments = environments;
        this.invoker = invoker;
        this.answers = answers;
        this.handingOver = handingOver;
        this.metrics = metrics;
    }

    @Override
    public Object execute(EncodedValues arguments) {
        var context = Activity.getExecutionContext();
        var action = context.getInfo().getActivityType();
        var order = arguments.get(0, Order.class);
        try (var running = metrics.begin(order.environment(), action);
                var logged = LoggedOrder.of(action, order)) {
            Objects.requireNonNull(logged);
            return counted(action, order, context, running);
        }
    }

    private Evidence counted(
            String action, Order order, ActivityExecutionContext context, ActionMetrics.Running running) {
        try {
            var evidence = run(action, order, context, running);
            running.ended(evidence);
            return evidence;
        } catch (ActionFailed failed) {
            if (handingOver.hasBegun()) {
                running.handedOver();
                throw handedOver(action, order);
            }
            running.failed(failed, isLast(failed, context));
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
                running.handedOver();
                throw handedOver(action, order);
            }
            running.stopped();
            LOG.info(
                    "event=action-stopped action={} deployment={} step={} attempt={}",
                    action,
                    order.deployment(),
                    order.step(),
                    order.attempt());
            throw new ActivityCanceledException(context.getInfo(), stopped);
        }
    }

    /** Whether Temporal does not try it again by itself. */
    private static boolean isLast(ActionFailed failed, ActivityExecutionContext context) {
        var tries = context.getInfo().getRetryOptions().getMaximumAttempts();
        return !failed.retryable() || (tries > 0 && context.getInfo().getAttempt() >= tries);
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

    private Evidence run(String action, Order order, ActivityExecutionContext context, ActionMetrics.Running running) {
        var startedAt = System.nanoTime();
        try (var heartbeats = new TemporalHeartbeats(context, running::looked)) {
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
