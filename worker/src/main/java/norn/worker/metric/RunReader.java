package norn.worker.metric;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import norn.files.LenientJson;
import norn.report.Checklist;
import norn.report.Situation;
import norn.run.NornSearchAttributes;
import norn.run.TaskQueues;
import norn.state.Status;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads now and then from the server how Norn's runs stand, for the metrics. Asking costs a run no event. */
public final class RunReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunReader.class);
    private static final Duration INTERVAL = Duration.ofSeconds(15);
    /** So many deployments are asked how they stand; of more, only the status is counted. */
    private static final int MAX_ASKED = 50;

    private static final int MAX_LISTED = 1_000;
    private static final List<Status> FINAL =
            List.of(Status.SUCCESSFUL, Status.PARTIAL, Status.ROLLED_BACK, Status.ABANDONED, Status.ROLLBACK_FAILED);

    private final WorkflowClient client;
    private final RunMetrics metrics;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "run-metrics");
        thread.setDaemon(true);
        return thread;
    });

    private final Future<?> reading;

    private RunReader(WorkflowClient client, RunMetrics metrics) {
        this.client = client;
        this.metrics = metrics;
        reading = scheduler.scheduleWithFixedDelay(this::tryToRead, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Starts one, which reads until it is closed. */
    public static RunReader start(WorkflowClient client, RunMetrics metrics) {
        return new RunReader(client, metrics);
    }

    private void tryToRead() {
        try {
            read(Instant.now());
        } catch (RuntimeException later) { // the time of the last reading says so too
            metrics.showUnread();
            LOG.warn("event=runs-not-read reason={}", later.toString());
        }
    }

    private void read(Instant now) {
        try (var runs = client.listExecutions(
                "ExecutionStatus = 'Running' AND WorkflowType IN ('Deployment', 'Rollback') AND TaskQueue = '%s'"
                        .formatted(TaskQueues.NORN))) {
            var open = runs.limit(MAX_LISTED).filter(RunReader::isOnItsOwn).toList();
            var asked = open.stream().limit(MAX_ASKED).map(this::asked);
            var counted = open.stream().skip(MAX_ASKED).map(run -> deployment(run, null));
            metrics.show(Stream.concat(asked, counted).toList(), now);
        }
        metrics.showEnded(ended());
        metrics.showTrouble(problems());
    }

    /** A rollback that its deployment began is counted with it. */
    private static boolean isOnItsOwn(WorkflowExecutionMetadata run) {
        return run.getParentExecution() == null;
    }

    private OpenDeployment asked(WorkflowExecutionMetadata run) {
        try {
            var answer = client.newUntypedWorkflowStub(run.getExecution().getWorkflowId())
                    .query("checklist", JsonNode.class);
            return deployment(
                    run,
                    new OpenDeployment.View(
                            LenientJson.value(answer, Checklist.class), LenientJson.value(answer, Situation.class)));
        } catch (WorkflowException | IllegalArgumentException unanswered) {
            LOG.warn(
                    "event=run-unanswered run={} reason={}", run.getExecution().getWorkflowId(), unanswered.toString());
            return deployment(run, null);
        }
    }

    private static OpenDeployment deployment(WorkflowExecutionMetadata run, OpenDeployment.@Nullable View view) {
        var attributes = run.getTypedSearchAttributes();
        return new OpenDeployment(
                attributes.get(NornSearchAttributes.ENVIRONMENT), attributes.get(NornSearchAttributes.STATUS), view);
    }

    private Map<Status, Long> ended() {
        var counts = new EnumMap<Status, Long>(Status.class);
        for (var status : FINAL) {
            counts.put(
                    status,
                    client.countWorkflows("WorkflowType = 'Deployment' AND ExecutionStatus != 'Running' AND %s = '%s'"
                                    .formatted(NornSearchAttributes.STATUS.getName(), status))
                            .getCount());
        }
        return counts;
    }

    /** The runs of which Temporal reports problems; a server too old to report any reports none. */
    private List<ReportedProblem> problems() {
        var query = "%s IS NOT NULL AND ExecutionStatus = 'Running' AND TaskQueue = '%s'"
                .formatted(ReportedProblem.ATTRIBUTE.getName(), TaskQueues.NORN);
        try (var runs = client.listExecutions(query)) {
            return runs.limit(MAX_LISTED)
                    .map(run -> ReportedProblem.of(
                            run.getWorkflowType(),
                            run.getTypedSearchAttributes().get(ReportedProblem.ATTRIBUTE)))
                    .toList();
        } catch (StatusRuntimeException failure) {
            if (failure.getStatus().getCode() == Code.INVALID_ARGUMENT) {
                return List.of();
            }
            throw failure;
        }
    }

    @Override
    public void close() {
        reading.cancel(true);
        scheduler.shutdownNow();
    }
}
