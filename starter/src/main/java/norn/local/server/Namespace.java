package norn.local.server;

import com.google.protobuf.Duration;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.namespace.v1.NamespaceConfig;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc.OperatorServiceBlockingStub;
import io.temporal.api.workflowservice.v1.UpdateNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The namespace {@code default} of a local server: what Norn needs there, and how long closed runs are kept. */
final class Namespace {
    static final String NAME = "default";

    /** A release is watched for a week, and looked up for some weeks more; the development server keeps one day. */
    private static final java.time.Duration RETENTION = java.time.Duration.ofDays(30);

    private static final java.time.Duration POLL = java.time.Duration.ofMillis(30);

    /** The search attributes of Norn's contract. */
    static final Map<String, IndexedValueType> SEARCH_ATTRIBUTES = searchAttributes();

    private final String address;

    Namespace(String address) {
        this.address = address;
    }

    /**
     * Waits until the server serves with all that Norn needs.
     *
     * @param alive whether the server's process still runs
     * @return whether it came to serve; false when it died or {@code timeout} was over
     */
    boolean awaitReady(java.time.Duration timeout, BooleanSupplier alive) {
        var service = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
        var operator = OperatorServiceGrpc.newBlockingStub(service.getRawChannel());
        try {
            var deadline = Instant.now().plus(timeout);
            while (alive.getAsBoolean() && Instant.now().isBefore(deadline)) {
                if (isReady(service, operator)) {
                    return true;
                }
                ProcessIdentity.pause(POLL);
            }
            return false;
        } finally {
            service.shutdownNow();
        }
    }

    private static boolean isReady(WorkflowServiceStubs service, OperatorServiceBlockingStub operator) {
        try {
            var attributes = operator.withDeadlineAfter(1, TimeUnit.SECONDS)
                    .listSearchAttributes(ListSearchAttributesRequest.newBuilder()
                            .setNamespace(NAME)
                            .build());
            if (!attributes.getCustomAttributesMap().keySet().containsAll(SEARCH_ATTRIBUTES.keySet())) {
                return false;
            }
            service.blockingStub().withDeadlineAfter(1, TimeUnit.SECONDS).updateNamespace(setRetention());
            return true;
        } catch (StatusRuntimeException notYet) {
            return false;
        }
    }

    private static UpdateNamespaceRequest setRetention() {
        var config = NamespaceConfig.newBuilder()
                .setWorkflowExecutionRetentionTtl(Duration.newBuilder().setSeconds(RETENTION.toSeconds()));
        return UpdateNamespaceRequest.newBuilder()
                .setNamespace(NAME)
                .setConfig(config)
                .build();
    }

    private static Map<String, IndexedValueType> searchAttributes() {
        var attributes = new LinkedHashMap<String, IndexedValueType>();
        for (var name : new String[] {"NornEnvironment", "NornRelease", "NornPhase", "NornStatus"}) {
            attributes.put(name, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
        }
        attributes.put("NornWaitingFor", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST);
        return attributes;
    }
}
