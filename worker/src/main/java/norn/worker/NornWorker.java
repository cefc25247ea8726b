package norn.worker;

import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import norn.deployment.Workflows;
import norn.run.TaskQueues;
import norn.worker.metric.ActionMetrics;
import norn.worker.metric.Metrics;
import norn.worker.metric.RunReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker of this process: it runs the workflows, and their activities on this host. */
public final class NornWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NornWorker.class);
    /** How long a workflow task waits for a worker that may be dead; about as long as a restart takes. */
    private static final Duration STICKY_TIMEOUT = Duration.ofSeconds(1);
    /** Heartbeats reach the server at least so often, since their timeouts are short. */
    private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(1);

    /** How long actions that run may take to end by themselves; longer ones are handed over to the next worker. */
    private static final Duration END_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration HAND_OVER_TIMEOUT = Duration.ofSeconds(10);
    /** How long one task of a workflow may compute; a cold worker on a busy machine needs more than the second that is the default. */
    private static final Duration TASK_TIMEOUT = Duration.ofSeconds(8);

    private final HandingOver handingOver;
    private final WorkflowServiceStubs service;
    private final WorkerFactory factory;
    private final Metrics metrics;
    private final @Nullable HealthServer health;
    private final @Nullable RunReader runs;

    private NornWorker(
            HandingOver handingOver,
            WorkflowServiceStubs service,
            WorkerFactory factory,
            Metrics metrics,
            @Nullable HealthServer health,
            @Nullable RunReader runs) {
        this.handingOver = handingOver;
        this.service = service;
        this.factory = factory;
        this.metrics = metrics;
        this.health = health;
        this.runs = runs;
    }

    /** Starts a worker, which runs until it is closed. */
    public static NornWorker start(WorkerSettings settings, EnvironmentProvider environments) {
        return start(settings, environments, ActionInvoker.ofThisHost());
    }

    /** Starts a worker whose actions {@code invoker} runs; the worker runs until it is closed. */
    public static NornWorker start(WorkerSettings settings, EnvironmentProvider environments, ActionInvoker invoker) {
        var warmUp = CompletableFuture.runAsync(WarmUp::run); // while the server answers
        var metrics = new Metrics();
        var service = TemporalConnection.connect(settings, metrics.scope());
        try {
            var client = TemporalConnection.client(settings, service);
            SearchAttributeCheck.check(client, service);
            var factory = WorkerFactory.newInstance(client, factoryOptions());
            var handingOver = new HandingOver();
            newWorkers(factory, settings, client, environments, invoker, handingOver, metrics.actions());
            var port = settings.healthPort();
            var health = port == null ? null : new HealthServer(port, () -> isHealthy(factory), metrics::text);
            warmUp.join();
            factory.start();
            new DeadWorkerRecovery(client).recover(settings.host() == null);
            metrics.worker().active(true);
            var runs = health != null && settings.host() == null ? RunReader.start(client, metrics.runs()) : null;
            LOG.info(
                    "event=worker-started server={} namespace={} host={} health={}",
                    service.getOptions().getTarget(),
                    client.getOptions().getNamespace(),
                    settings.host(),
                    health == null ? null : health.port());
            return new NornWorker(handingOver, service, factory, metrics, health, runs);
        } catch (RuntimeException cannot) {
            service.shutdownNow();
            metrics.close();
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
        if (settings.host() == null) {
            registerAll(
                    factory.newWorker(TaskQueues.NORN, workerOptions()),
                    client,
                    environments,
                    invoker,
                    handingOver,
                    metrics);
        } else {
            for (var environment : settings.hostEnvironments()) {
                register(
                        factory.newWorker(TaskQueues.ofHost(environment, settings.host()), workerOptions()),
                        client,
                        environments,
                        invoker,
                        handingOver,
                        metrics);
            }
        }
    }

    /** Registers workflows and activities. */
    private static void registerAll(
            Worker worker,
            WorkflowClient client,
            EnvironmentProvider environments,
            ActionInvoker invoker,
            HandingOver handingOver,
            ActionMetrics metrics) {
        Workflows.registerIn(worker);
        register(worker, client, environments, invoker, handingOver, metrics);
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

    private static boolean isHealthy(WorkerFactory factory) {
        return factory.isStarted() && !factory.isShutdown();
    }

    /** The port of health and metrics; empty where the worker has none. */
    public OptionalInt healthPort() {
        return health == null ? OptionalInt.empty() : OptionalInt.of(health.port());
    }

    /** Ends the workers of that factory. */
    static void end(WorkerFactory factory, HandingOver handingOver) {
        factory.shutdown();
        factory.awaitTermination(END_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        handingOver.begin();
        factory.shutdownNow();
        factory.awaitTermination(HAND_OVER_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    /** Waits until the worker is closed by another thread. */
    public void awaitEnd() {
        while (!factory.isTerminated()) {
            factory.awaitTermination(1, TimeUnit.HOURS);
        }
    }

    /** Takes no more tasks, lets short actions end, leaves long ones to the next worker, and ends. */
    @Override
    public void close() {
        if (runs != null) {
            runs.close();
        }
        end(factory, handingOver);
        if (health != null) {
            health.close();
        }
        service.shutdownNow();
        metrics.close();
        LOG.info("event=worker-ended");
    }
}
