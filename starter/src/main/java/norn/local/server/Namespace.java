package norn.local.server;

import io.grpc.StatusRuntimeException;
import io.temporal.api.namespace.v1.NamespaceConfig;
import io.temporal.api.namespace.v1.UpdateNamespaceInfo;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc.OperatorServiceBlockingStub;
import io.temporal.api.workflowservice.v1.UpdateNamespaceRequest;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import norn.client.IntendedServer;
import norn.run.NornSearchAttributes;

/** The namespace {@code default} of a local server: its search attributes, how long it retains closed runs, and whose it is. */
final class Namespace {
    static final String NAME = "default";

    /** A release is watched for a week, and people read about it for weeks more; the development server's default is a day. */
    private static final Duration RETENTION = Duration.ofDays(30);

    private static final List<String> SEARCH_ATTRIBUTES =
            NornSearchAttributes.ALL.stream().map(SearchAttributeKey::getName).toList();

    private final String address;
    private final Path home;

    /** That of the server at that address, which belongs to that home. */
    Namespace(String address, Path home) {
        this.address = address;
        this.home = home;
    }

    /**
     * Waits until the server is ready for Norn.
     *
     * @param alive whether the server's process still runs
     * @return whether it is ready; false where it ended, or {@code timeout} is over
     */
    boolean awaitReady(Duration timeout, BooleanSupplier alive) {
        var service = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
        var operator = OperatorServiceGrpc.newBlockingStub(service.getRawChannel());
        try {
            return ProcessIdentity.await(timeout, () -> !alive.getAsBoolean() || isReady(service, operator))
                    && alive.getAsBoolean();
        } finally {
            service.shutdownNow();
        }
    }

    private boolean isReady(WorkflowServiceStubs service, OperatorServiceBlockingStub operator) {
        try {
            var attributes = operator.withDeadlineAfter(1, TimeUnit.SECONDS)
                    .listSearchAttributes(ListSearchAttributesRequest.newBuilder()
                            .setNamespace(NAME)
                            .build());
            if (!attributes.getCustomAttributesMap().keySet().containsAll(SEARCH_ATTRIBUTES)) {
                return false;
            }
            service.blockingStub().withDeadlineAfter(1, TimeUnit.SECONDS).updateNamespace(settings());
            return true;
        } catch (StatusRuntimeException notYet) {
            return false;
        }
    }

    private UpdateNamespaceRequest settings() {
        var config = NamespaceConfig.newBuilder();
        config.getWorkflowExecutionRetentionTtlBuilder().setSeconds(RETENTION.toSeconds());
        return UpdateNamespaceRequest.newBuilder()
                .setNamespace(NAME)
                .setConfig(config)
                .setUpdateInfo(UpdateNamespaceInfo.newBuilder().putData(IntendedServer.HOME_NOTE, home.toString()))
                .build();
    }
}
