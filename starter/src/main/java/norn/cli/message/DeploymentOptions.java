package norn.cli.message;

import norn.client.Connection;
import norn.client.Deployments;
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

    /** Its id. */
    String id(Connection connection) {
        return deployment != null
                ? deployment
                : new Deployments(connection).onlyRunning(environment).id();
    }
}
