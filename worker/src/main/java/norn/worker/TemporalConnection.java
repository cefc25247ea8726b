package norn.worker;

import com.uber.m3.tally.Scope;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import norn.message.NornDataConverter;
import norn.worker.temporal.TemporalProfile;

/** A worker's connection to the server, which knows Norn's search attributes. */
public final class TemporalConnection implements AutoCloseable {
    /** A poll is answered after a minute at the latest, and followed by the next. */
    private static final Duration POLL_TIMEOUT = Duration.ofSeconds(80);

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(2);

    private final WorkflowServiceStubs service;
    private final WorkflowClient client;

    private TemporalConnection(WorkflowServiceStubs service, WorkflowClient client) {
        this.service = service;
        this.client = client;
    }

    /**
     * Connects, as Temporal's own variables and files say where the settings say nothing else.
     *
     * @throws norn.worker.temporal.InvalidTemporalProfile where these cannot be used
     * @throws MissingSearchAttributes where the namespace does not know them
     */
    public static TemporalConnection open(WorkerSettings settings, Scope metrics) {
        var profile = TemporalProfile.load();
        var options = profile.connection(settings.address()).setMetricsScope(metrics);
        options.addGrpcClientInterceptor(new RejectedUpdateFix());
        var service = WorkflowServiceStubs.newServiceStubs(options.validateAndBuildWithDefaults());
        try {
            var client = WorkflowClient.newInstance(
                    service,
                    profile.client(settings.namespace())
                            .setIdentity(WorkerIdentity.ofThisProcess())
                            .setDataConverter(NornDataConverter.converter())
                            .build());
            SearchAttributeCheck.check(client, service);
            return new TemporalConnection(service, client);
        } catch (RuntimeException cannot) {
            service.shutdownNow();
            throw cannot;
        }
    }

    /** Its client. */
    public WorkflowClient client() {
        return client;
    }

    /** The server's address. */
    String address() {
        return service.getOptions().getTarget();
    }

    /** The workers that poll, or polled a minute ago, that task queue for activities, as the server knows them. */
    public List<String> pollers(String queue) {
        var since = Instant.now().minus(POLL_TIMEOUT).getEpochSecond();
        return service
                .blockingStub()
                .withDeadlineAfter(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .describeTaskQueue(DescribeTaskQueueRequest.newBuilder()
                        .setNamespace(client.getOptions().getNamespace())
                        .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                        .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
                        .build())
                .getPollersList()
                .stream()
                .filter(poller -> poller.getLastAccessTime().getSeconds() >= since)
                .map(PollerInfo::getIdentity)
                .distinct()
                .toList();
    }

    /** By which the namespace is known among all that any server has. */
    public String namespaceId() {
        return service.blockingStub()
                .describeNamespace(DescribeNamespaceRequest.newBuilder()
                        .setNamespace(client.getOptions().getNamespace())
                        .build())
                .getNamespaceInfo()
                .getId();
    }

    @Override
    public void close() {
        service.shutdownNow();
    }
}
