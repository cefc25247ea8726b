package norn.client;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import norn.message.NornDataConverter;
import norn.worker.temporal.InvalidTemporalProfile;
import norn.worker.temporal.TemporalProfile;

/** A connection to a Temporal server that has answered. */
public final class Connection implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;
    private final IntendedServer server;

    private Connection(WorkflowServiceStubs stubs, WorkflowClient client, IntendedServer server) {
        this.stubs = stubs;
        this.client = client;
        this.server = server;
    }

    /** The address that is configured for the Temporal CLI too ({@code TEMPORAL_ADDRESS}, profiles); empty where none is. */
    public static Optional<String> configuredAddress() {
        return profile().address();
    }

    /** The namespace that is configured for the Temporal CLI too ({@code TEMPORAL_NAMESPACE}, profiles), else {@code default}. */
    public static String configuredNamespace() {
        return profile().namespace();
    }

    /** Connects to the server at that address, whoever has started it. */
    public static Connection open(String address, String namespace) {
        return open(IntendedServer.named(address), namespace);
    }

    /**
     * Connects, with the settings that the Temporal CLI reads too (keys, certificates, profiles).
     *
     * @throws RequestFailed if no server answers, it is not the one that is meant, or it has no such namespace
     */
    public static Connection open(IntendedServer server, String namespace) {
        var profile = profile();
        var target = server.address();
        if (!TemporalProfile.isAddress(target)) {
            throw RequestFailed.invalid(
                    "%s: not a server's address".formatted(target),
                    "Expected HOST:PORT, such as 127.0.0.1:7233, without http:// (--address, or TEMPORAL_ADDRESS).");
        }
        try {
            var stubs = WorkflowServiceStubs.newServiceStubs(
                    profile.connection(target).validateAndBuildWithDefaults());
            var client = WorkflowClient.newInstance(
                    stubs,
                    profile.client(namespace)
                            .setDataConverter(NornDataConverter.converter())
                            .build());
            return new Connection(stubs, client, server).checked();
        } catch (InvalidTemporalProfile invalid) {
            throw unusable(invalid);
        }
    }

    private static TemporalProfile profile() {
        try {
            return TemporalProfile.load();
        } catch (InvalidTemporalProfile invalid) {
            throw unusable(invalid);
        }
    }

    private static RequestFailed unusable(InvalidTemporalProfile invalid) {
        return new RequestFailed(
                RequestFailed.Kind.CONFIGURATION, String.valueOf(invalid.getMessage()), invalid.remedy(), invalid);
    }

    private Connection checked() {
        try {
            var described = stubs.blockingStub()
                    .withDeadlineAfter(CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .describeNamespace(DescribeNamespaceRequest.newBuilder()
                            .setNamespace(namespace())
                            .build());
            server.check(described.getNamespaceInfo().getDataMap());
            return this;
        } catch (StatusRuntimeException refused) {
            close();
            throw unusable(refused);
        } catch (RequestFailed notMeant) {
            close();
            throw notMeant;
        }
    }

    private RequestFailed unusable(StatusRuntimeException refused) {
        if (refused.getStatus().getCode() == Status.Code.NOT_FOUND) {
            return new RequestFailed(
                    RequestFailed.Kind.CONFIGURATION,
                    "the Temporal server at %s has no namespace %s".formatted(address(), namespace()),
                    "Create it (temporal operator namespace create -n %s), or name another one: --namespace NAME."
                            .formatted(namespace()),
                    refused);
        }
        if (isAnotherProtocol(refused)) {
            return new RequestFailed(
                    RequestFailed.Kind.UNAVAILABLE,
                    "what answers at %s is no Temporal server: it does not speak its protocol".formatted(address()),
                    "Expected the server's own port, such as 7233, and not that of its web interface; where it needs"
                            + " TLS, set TEMPORAL_TLS.",
                    refused);
        }
        if (refused.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED
                || refused.getStatus().getCode() == Status.Code.UNAVAILABLE) {
            return new RequestFailed(
                    RequestFailed.Kind.UNAVAILABLE,
                    "no Temporal server answers at " + address(),
                    "Start one with './norn up' (with a sandbox) or './norn server', or name another server: --address"
                            + " HOST:PORT.",
                    refused);
        }
        return new RequestFailed(
                RequestFailed.Kind.UNAVAILABLE,
                "the Temporal server at %s refuses the connection: %s"
                        .formatted(address(), refused.getStatus().getDescription()),
                "Check TEMPORAL_API_KEY and TEMPORAL_TLS_*.",
                refused);
    }

    /** By what gRPC says of bytes that are none of HTTP/2, or of a page. */
    private static boolean isAnotherProtocol(StatusRuntimeException refused) {
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            var message = String.valueOf(cause.getMessage());
            if (message.contains("First received frame was not SETTINGS")
                    || message.contains("invalid content-type")
                    || message.contains("HTTP status code")) {
                return true;
            }
        }
        return false;
    }

    /** The client. */
    public WorkflowClient client() {
        return client;
    }

    /** The newest run of that id. */
    public WorkflowStub workflow(String id) {
        return client.newUntypedWorkflowStub(id);
    }

    /** Whether the server has, or still remembers, a run of that id. */
    public boolean exists(String id) {
        try {
            workflow(id).describe();
            return true;
        } catch (WorkflowNotFoundException unknown) {
            return false;
        }
    }

    /** The server's address. */
    public String address() {
        return server.address();
    }

    /** The namespace. */
    public String namespace() {
        return client.getOptions().getNamespace();
    }

    @Override
    public void close() {
        stubs.shutdownNow();
    }
}
