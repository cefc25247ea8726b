package norn.worker;

import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import norn.deployment.Workflows;
import norn.worker.metric.ActionMetrics;
import norn.worker.metric.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker of this process: it runs the workflows, and their activities on this host. */
public final class NornWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NornWorker.class);
    /** How long a workflow task waits for a worker that may be dead; about as long as a restart takes. */
    private static final Duration STICKY_TIMEOUT = Duration.ofSeconds(1);
    /** Heartbeats reach the server at least so often, since their timeouts are short. */
    private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(1);

    /** How long one task of a workflow may compute; a cold worker on a busy machine needs more than the second that is the default. */
    private static final Duration TASK_TIMEOUT = Duration.ofSeconds(8);

    private final HandingOver handingOver;
    private final WorkerFactory factory;
    private final Duration stopTimeout;
    private final Runnable afterwards;

    private NornWorker(HandingOver handingOver, WorkerFactory factory, Duration stopTimeout, Runnable afterwards) {
        this.handingOver = handingOver;
        this.factory = factory;
        this.stopTimeout = stopTimeout;
        this.afterwards = afterwards;
    }

    /** Does once, before a worker takes tasks, what its first tasks would take long for. */
    public static void warmUp() {
        WarmUp.run();
    }

    /** Starts a worker whose actions {@code invoker} runs, with a connection of its own; it runs until it is closed. */
    public static NornWorker start(WorkerSettings settings, EnvironmentProvider environments, ActionInvoker invoker) {
        var warmUp = CompletableFuture.runAsync(WarmUp::run); // while the server answers
        var metrics = new Metrics();
        try {
            var connection = TemporalConnection.open(settings, metrics.scope());
            warmUp.join();
            return start(settings, environments, invoker, connection, metrics, () -> {
                connection.close();
                metrics.close();
            });
        } catch (RuntimeException cannot) {
            metrics.close();
            throw cannot;
        }
    }

    /** Starts a worker on that connection, which stays open when the worker is closed. */
    public static NornWorker start(
            WorkerSettings settings,
            EnvironmentProvider environments,
            ActionInvoker invoker,
            TemporalConnection connection,
            Metrics metrics) {
        return start(settings, environments, invoker, connection, metrics, () -> {});
    }

    private static NornWorker start(
            WorkerSettings settings,
            EnvironmentProvider environments,
            ActionInvoker invoker,
            TemporalConnection connection,
            Metrics metrics,
            Runnable afterwards) {
        var client = connection.client();
        try {
            var factory = WorkerFactory.newInstance(client, factoryOptions());
            var handingOver = new HandingOver();
            newWorkers(factory, settings, client, environments, invoker, handingOver, metrics.actions());
            factory.start();
            new DeadWorkerRecovery(client).recover(settings.host() == null);
            LOG.info(
                    "event=worker-started server={} namespace={} queues={}",
                    connection.address(),
                    client.getOptions().getNamespace(),
                    String.join(",", settings.queues()));
            return new NornWorker(handingOver, factory, settings.stopTimeout(), afterwards);
        } catch (RuntimeException cannot) {
            afterwards.run();
            throw cannot;
        }
    }

    private static void newWorkers(
            WorkerFactory factory,
            WorkerSettings settings,
            WorkflowClient client,
            EnvironmentProvider environments,
            ActionInvoker invoker,
            HandingOver handingOver,
            ActionMetrics metrics) {
        for (var queue : settings.queues()) {
            var worker = factory.newWorker(queue, workerOptions());
            if (settings.host() == null) {
                Workflows.registerIn(worker);
            }
            register(worker, client, environments, invoker, handingOver, metrics);
        }
    }

    /** Registers the activities, with actions that {@code invoker} runs. */
    static void register(
            Worker worker,
            WorkflowClient client,
            EnvironmentProvider environments,
            ActionInvoker invoker,
            HandingOver handingOver,
            ActionMetrics metrics) {
        worker.registerActivitiesImplementations(
                new ActionActivity(environments, invoker, new RunAnswers(client), handingOver, metrics),
                new NornActivitiesOnHost(client, environments),
                new ForwardViaClient(client),
                new InspectRunViaClient(client));
    }

    private static WorkerFactoryOptions factoryOptions() {
        return WorkerFactoryOptions.newBuilder()
                .setUsingVirtualWorkflowThreads(hasVirtualThreads())
                .build();
    }

    static WorkerOptions workerOptions() {
        return WorkerOptions.newBuilder()
                .setStickyQueueScheduleToStartTimeout(STICKY_TIMEOUT)
                .setMaxHeartbeatThrottleInterval(HEARTBEAT_INTERVAL)
                .setDefaultHeartbeatThrottleInterval(HEARTBEAT_INTERVAL)
                .setUsingVirtualThreads(hasVirtualThreads())
                .setAllowActivityHeartbeatDuringShutdown(true)
                .setDefaultDeadlockDetectionTimeout(TASK_TIMEOUT.toMillis())
                .build();
    }

    private static boolean hasVirtualThreads() {
        return Runtime.version().feature() >= 21;
    }

    /** Whether it takes tasks. */
    public boolean isRunning() {
        return factory.isStarted() && !factory.isShutdown();
    }

    /**
     * Ends the workers of that factory within that time: most of it is for actions to end by themselves, the rest to hand over those
     * that do not.
     */
    static void end(WorkerFactory factory, HandingOver handingOver, Duration timeout) {
        var forEnding = timeout.multipliedBy(5).dividedBy(8);
        factory.shutdown();
        factory.awaitTermination(forEnding.toMillis(), TimeUnit.MILLISECONDS);
        handingOver.begin();
        factory.shutdownNow();
        factory.awaitTermination(timeout.minus(forEnding).toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Takes no more tasks, lets short actions end, leaves long ones to the next worker, and ends. */
    @Override
    public void close() {
        end(factory, handingOver, stopTimeout);
        afterwards.run();
        LOG.info("event=worker-ended");
    }
}
