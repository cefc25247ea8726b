package norn.worker;

import com.uber.m3.tally.Scope;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import norn.message.NornDataConverter;

/** The connection to the server: as Temporal's own environment variables and files say, where the settings say nothing else. */
final class TemporalConnection {
    private TemporalConnection() {}

    static WorkflowServiceStubs connect(WorkerSettings settings, Scope metrics) {
        var options = WorkflowServiceStubsOptions.newBuilder(profile().toWorkflowServiceStubsOptions())
                .setMetricsScope(metrics);
        if (settings.address() != null) {
            options.setTarget(settings.address());
        }
        options.addGrpcClientInterceptor(new RejectedUpdateFix());
        return WorkflowServiceStubs.newServiceStubs(options.validateAndBuildWithDefaults());
    }

    static WorkflowClient client(WorkerSettings settings, WorkflowServiceStubs service) {
        var options = WorkflowClientOptions.newBuilder(profile().toWorkflowClientOptions())
                .setIdentity(WorkerIdentity.ofThisProcess())
                .setDataConverter(NornDataConverter.converter());
        if (settings.namespace() != null) {
            options.setNamespace(settings.namespace());
        }
        return WorkflowClient.newInstance(service, options.build());
    }

    private static ClientConfigProfile profile() {
        try {
            return ClientConfigProfile.load();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Temporal's client configuration cannot be read", unreadable);
        }
    }
}
