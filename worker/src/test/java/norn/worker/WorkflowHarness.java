package norn.worker;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.api.workflowservice.v1.ResetWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.failure.ApplicationFailure;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TemporalDevServerOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import norn.deployment.Workflows;
import norn.message.Messages;
import norn.message.NornDataConverter;
import norn.plan.Pace;
import norn.plan.Plan;
import norn.plan.PlanRequest;
import norn.run.NornSearchAttributes;
import norn.run.Result;
import norn.run.TaskQueues;
import norn.worker.metric.Metrics;
import norn.worker.temporal.FreshHistorySuggestion;
import norn.worker.temporal.WorkInFlight;
import org.jspecify.annotations.Nullable;

/** A server that skips time, a worker whose actions are fake, and short words for what people do. */
final class WorkflowHarness implements AutoCloseable {
    private static final long SKIP_SECONDS = 3;
    private static final int MOST_STUCK = 4;
    private static final Duration FOR_EVER = Duration.ofDays(3_650);

    /** Where nothing comes to rest, one looks so often. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private static final int SOON_LOOKS = 4;
    private static final int CLOSED_LOOKS = 30;

    /** The local server would hand out twenty tasks a second to one run, else. */
    private static final List<String> FAST = List.of(
            "--dynamic-config-value", "history.transferProcessorMaxPollRPS=2000",
            "--dynamic-config-value", "history.timerProcessorMaxPollRPS=2000");

    final FakeEnvironments environments;
    final TestWorkflowEnvironment server;
    final WorkflowClient client;
    private final boolean skipsTime;
    private final ExecutorService sleepers = Executors.newCachedThreadPool();
    private final Metrics metrics = new Metrics();
    private final WorkInFlight inFlight = new WorkInFlight();
    private int stuck;
    private CompletableFuture<Void> moving = CompletableFuture.completedFuture(null);
    private HandingOver handingOver = new HandingOver();
    private @Nullable WorkerFactory otherHost;

    WorkflowHarness(Path records) {
        this(records, null);
    }

    /**
     * On a real server, where planned times pass at once; null: on the one that skips time. {@code foreign} activities are served
     * in place of Norn's own of their names.
     */
    WorkflowHarness(Path records, @Nullable Path temporal, Object... foreign) {
        this(
                new FakeEnvironments(
                        records, request -> TestRunbook.plan(request, temporal == null ? Pace.REAL : Pace.ASAP)),
                temporal,
                WorkflowServiceStubsOptions.getDefaultInstance(),
                foreign);
    }

    /** On a server that skips time and suggests fresh histories, with plans of the built-in runbook. */
    static WorkflowHarness ofBuiltInRunbook(Path records) {
        return ofPlans(records, BuiltInPlans::plan);
    }

    /** The same with those plans. */
    static WorkflowHarness ofPlans(Path records, Function<PlanRequest, Plan> planner) {
        return new WorkflowHarness(
                new FakeEnvironments(records, planner),
                null,
                WorkflowServiceStubsOptions.newBuilder()
                        .addGrpcClientInterceptor(new FreshHistorySuggestion())
                        .build());
    }

    private WorkflowHarness(
            FakeEnvironments environments,
            @Nullable Path temporal,
            WorkflowServiceStubsOptions stubsOptions,
            Object... foreign) {
        this.environments = environments;
        var options = TestEnvironmentOptions.newBuilder()
                .setWorkflowServiceStubsOptions(WorkflowServiceStubsOptions.newBuilder(stubsOptions)
                        .addGrpcClientInterceptor(inFlight)
                        .build())
                .setMetricsScope(metrics.scope())
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(NornDataConverter.converter())
                        .build());
        for (var attribute : NornSearchAttributes.ALL) {
            options.registerSearchAttribute(attribute.getName(), attribute.getValueType());
        }
        server = temporal == null
                ? TestWorkflowEnvironment.newInstance(options.build())
                : TestWorkflowEnvironment.startLocal(
                        options.build(),
                        TemporalDevServerOptions.newBuilder()
                                .setExistingPath(temporal.toString())
                                .setDownloadEnabled(false)
                                .setExtraArgs(FAST)
                                .build());
        skipsTime = temporal == null;
        client = server.getWorkflowClient();
        var worker = server.newWorker(TaskQueues.NORN, NornWorker.workerOptions());
        Workflows.registerIn(worker);
        NornWorker.register(worker, withoutSkipping(), environments, environments, handingOver, metrics.actions());
        if (foreign.length > 0) {
            worker.registerActivitiesImplementations(foreign);
        }
        server.start();
    }

    /** What the worker has counted and measured. */
    Metrics metrics() {
        return metrics;
    }

    /** Starts the worker of that host of the environment. */
    void startHost(String environment, String host) {
        otherHost = WorkerFactory.newInstance(client);
        handingOver = new HandingOver();
        NornWorker.register(
                otherHost.newWorker(TaskQueues.ofHost(environment, host), NornWorker.workerOptions()),
                withoutSkipping(),
                environments,
                environments,
                handingOver,
                metrics.actions());
        otherHost.start();
    }

    /** Ends it. */
    void endHost() {
        if (otherHost != null) {
            NornWorker.end(otherHost, handingOver, WorkerSettings.STOP_TIMEOUT);
        }
    }

    TestRun start(String type, String id, Object input) {
        var stub = client.newUntypedWorkflowStub(
                type,
                WorkflowOptions.newBuilder()
                        .setTaskQueue(TaskQueues.NORN)
                        .setWorkflowId(id)
                        .build());
        stub.start(input);
        return new TestRun(stub, this);
    }

    /** A deployment to an environment of its own, which is called as it is. */
    TestRun deployment(String id) {
        return deployment(id, id);
    }

    TestRun deployment(String id, String environment) {
        return start("Deployment", id, input("release", "v1.0.0", "environment", environment, "by", "alice"));
    }

    TestRun run(String id) {
        return new TestRun(client.newUntypedWorkflowStub(id), this);
    }

    static Map<String, Object> input(Object... pairs) {
        var input = new LinkedHashMap<String, Object>();
        for (var i = 0; i < pairs.length; i += 2) {
            input.put((String) pairs[i], pairs[i + 1]);
        }
        return input;
    }

    WorkflowExecutionHistory history(String id) {
        return client.fetchHistory(id);
    }

    private WorkflowStub withoutSkipping(WorkflowStub stub) {
        return withoutSkipping().newUntypedWorkflowStub(stub.getExecution().getWorkflowId());
    }

    /**
     * For whoever waits for a run and is waited for: an action that lets the clock move times out by it, and the server then forgets
     * it half (temporalio/sdk-java#2246).
     */
    private WorkflowClient withoutSkipping() {
        return WorkflowClient.newInstance(
                server.getWorkflowServiceStubs(),
                WorkflowClientOptions.newBuilder()
                        .setDataConverter(NornDataConverter.converter())
                        .build());
    }

    boolean skipsTime() {
        return skipsTime;
    }

    /** Waits until nothing happens before the clock moves; returns whether that came within the time. A real clock always moves. */
    boolean awaitQuiet(Duration time) {
        if (skipsTime) {
            return inFlight.awaitQuiet(time);
        }
        LockSupport.parkNanos(time.toNanos());
        return false;
    }

    /**
     * Moves the clock, unless an action is at work: the server would wait for its end, and for the whole time by the clock on the
     * wall. Where an activity of Norn's own is at work, it is given up after a while, and the clock moves once that has ended.
     */
    void skip(Duration time) {
        if (!skipsTime || environments.isAtWork()) {
            return;
        }
        if (moving.isDone()) {
            moving = CompletableFuture.runAsync(() -> server.sleep(time), sleepers);
        }
        try {
            moving.get(SKIP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException somethingIsAtWork) {
            makeUpForLeak(); // two moves at once would pass time while something is at work
            return;
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
        stuck = 0;
    }

    /** The server that skips time now and then forgets that something is over, and stands for ever: a sleeper makes up for it. */
    private void makeUpForLeak() {
        stuck++;
        if (stuck == MOST_STUCK) {
            stuck = 0;
            sleepers.execute(() -> server.sleep(FOR_EVER));
        }
    }

    /** Resets the run to its first workflow task, as the Temporal UI does; on a real server alone. */
    void reset(String id) {
        var run = run(id).stub().describe().getExecution();
        var first = history(id).getEvents().stream()
                .filter(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)
                .findFirst()
                .orElseThrow();
        client.getWorkflowServiceStubs()
                .blockingStub()
                .resetWorkflowExecution(ResetWorkflowExecutionRequest.newBuilder()
                        .setNamespace(client.getOptions().getNamespace())
                        .setWorkflowExecution(
                                WorkflowExecution.newBuilder().setWorkflowId(id).setRunId(run.getRunId()))
                        .setReason("a test")
                        .setRequestId(id)
                        .setWorkflowTaskFinishEventId(first.getEventId())
                        .build());
    }

    /** The histories of all runs of that id that continued one another, the last one first. */
    List<WorkflowExecutionHistory> runs(String id) {
        var runs = new ArrayList<WorkflowExecutionHistory>();
        var history = history(id);
        runs.add(history);
        var before = continuedRun(history);
        while (!before.isEmpty()) {
            history = client.fetchHistory(id, before);
            runs.add(history);
            before = continuedRun(history);
        }
        return runs;
    }

    private static String continuedRun(WorkflowExecutionHistory history) {
        return history.getEvents()
                .get(0)
                .getWorkflowExecutionStartedEventAttributes()
                .getContinuedExecutionRunId();
    }

    @Override
    public void close() {
        sleepers.shutdownNow();
        endHost();
        server.close();
    }

    /** A run, as people and programs meet it. */
    record TestRun(WorkflowStub stub, WorkflowHarness harness) {
        JsonNode checklist() {
            return stub.query("checklist", JsonNode.class);
        }

        /** What the Temporal UI shows on its page. */
        String details() {
            return stub.query("__temporal_workflow_metadata", WorkflowMetadata.class)
                    .getCurrentDetails();
        }

        String status() {
            return checklist().path("status").asText();
        }

        TestRun awaitChecklist(Predicate<JsonNode> condition) {
            var skip = Duration.ofMinutes(10);
            for (var tries = 0; tries < 60; tries++) {
                if (isSoonTrue(condition)) {
                    return this;
                }
                harness.skip(skip);
                if (skip.compareTo(Duration.ofHours(20)) < 0) {
                    skip = skip.multipliedBy(2);
                }
            }
            throw new AssertionError("never came, at last: " + checklist().toPrettyString());
        }

        TestRun awaitWaiting(String id) {
            return awaitChecklist(checklist -> isWaiting(checklist, id));
        }

        /** The same of what fails by the clock on the wall. */
        TestRun awaitFailure(String step) {
            await().atMost(Duration.ofMinutes(1)).until(() -> isWaiting(checklist(), step));
            return this;
        }

        private boolean isSoonTrue(Predicate<JsonNode> condition) {
            for (var look = 0; look < SOON_LOOKS; look++) {
                if (condition.test(checklist())) {
                    return true;
                }
                if (harness.awaitQuiet(BETWEEN_LOOKS)) {
                    break;
                }
            }
            return condition.test(checklist());
        }

        static boolean isWaiting(JsonNode checklist, String id) {
            for (var question : checklist.path("waiting")) {
                if (question.path("id").asText().equals(id)) {
                    return true;
                }
            }
            return false;
        }

        Messages.MessageAnswer update(String name, Object... pairs) {
            return stub.update(name, Messages.MessageAnswer.class, input(pairs));
        }

        /** The reason for which the message is refused. */
        String refusal(String name, Object... pairs) {
            return refusalOf(name, input(pairs));
        }

        String refusalOf(String name, Object payload) {
            try {
                var answer = stub.update(name, Messages.MessageAnswer.class, payload);
                throw new AssertionError("was accepted: " + answer);
            } catch (WorkflowUpdateException refused) {
                return ((ApplicationFailure) refused.getCause()).getOriginalMessage();
            }
        }

        TestRun go(String gate) {
            awaitWaiting(gate).update("decide", "gate", gate, "verdict", "GO", "by", "alice");
            return this;
        }

        TestRun noGo(String gate) {
            update("decide", "gate", gate, "verdict", "NO_GO", "by", "alice");
            return this;
        }

        TestRun complete(String step) {
            awaitWaiting(step).update("complete", "step", step, "by", "bob");
            return this;
        }

        TestRun prepare() {
            return complete("review-documentation").go("approve-plan");
        }

        TestRun untilDay() {
            return prepare().go("start-day").awaitWaiting("shut-down");
        }

        TestRun untilGoLive() {
            return untilDay().go("shut-down").awaitWaiting("go-live");
        }

        TestRun goLive() {
            return untilGoLive().go("go-live");
        }

        /** The refused messages, each as {@code message by: reason}. */
        List<String> refused() {
            var refused = new ArrayList<String>();
            for (var entry : checklist().path("refused")) {
                refused.add("%s %s: %s"
                        .formatted(
                                entry.path("message").asText(),
                                entry.path("by").asText(),
                                entry.path("reason").asText()));
            }
            return refused;
        }

        /** Until the run is over, however it ends. */
        void awaitClosed() {
            await().atMost(Duration.ofMinutes(1)).until(this::isClosed);
        }

        TestRun awaitStatus(String status) {
            return awaitChecklist(checklist -> checklist.path("status").asText().equals(status));
        }

        /** The failure that the run ended with. */
        ApplicationFailure failure() {
            try {
                throw new AssertionError("ended well: " + stub.getResult(JsonNode.class));
            } catch (WorkflowFailedException failed) {
                return (ApplicationFailure) failed.getCause();
            }
        }

        /** Waits for the end, at first without moving the clock: it would pass years in the moment in which one run asks another. */
        Result result() {
            var waiting = isSoonClosed() ? harness.withoutSkipping(stub) : stub;
            return waiting.getResult(Result.class);
        }

        private boolean isSoonClosed() {
            for (var look = 0; look < CLOSED_LOOKS && !isClosed(); look++) {
                if (harness.awaitQuiet(BETWEEN_LOOKS)) {
                    break;
                }
            }
            return isClosed();
        }

        boolean isClosed() {
            return stub.describe().getStatus() != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
        }
    }
}
