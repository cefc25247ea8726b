package norn.cli.message;

import norn.client.Connection;
import norn.client.Deployments;
import norn.client.OutgoingMessage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The deployment that a message is for: named by its id or its environment, else the only one that runs. */
final class DeploymentOptions {
    @Option(names = "--in", paramLabel = "ENVIRONMENT", description = "The deployment that runs in this environment.")
    @Nullable
    String environment;

    @Option(names = "--deployment", paramLabel = "ID", description = "The deployment with this id.")
    @Nullable
    String deployment;

    /** Its id; where several run, the one that has what the message answers waiting. */
    String id(Connection connection, OutgoingMessage message) {
        if (deployment != null) {
            return deployment;
        }
        var deployments = new Deployments(connection);
        return message.answers()
                .map(waiting -> deployments.onlyRunningWith(environment, waiting))
                .orElseGet(() -> deployments.onlyRunning(environment))
                .id();
    }
}
