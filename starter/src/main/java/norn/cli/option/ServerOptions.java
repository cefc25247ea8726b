package norn.cli.option;

import norn.client.Connection;
import norn.client.IntendedServer;
import norn.client.TemporalCommand;
import norn.local.NornHome;
import norn.local.server.LocalServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Temporal server a command talks to. */
public final class ServerOptions {
    @Option(
            names = "--address",
            paramLabel = "HOST:PORT",
            description =
                    "The Temporal server. Default: TEMPORAL_ADDRESS, else the server that 'norn up' or 'norn server'"
                            + " started, else the one at 127.0.0.1:7233, unless another NORN_HOME started it.")
    @Nullable
    String address;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            description = "The Temporal namespace. Default: TEMPORAL_NAMESPACE, else 'default'.")
    @Nullable
    String namespace;

    /** A connection to it. */
    public Connection connect() {
        return Connection.open(intended(), namespace());
    }

    /** The server that is meant, whether it answers or not. */
    public IntendedServer intended() {
        if (address != null) {
            return IntendedServer.named(address);
        }
        return Connection.configuredAddress().map(IntendedServer::named).orElseGet(() -> {
            var home = NornHome.ofProcess();
            return IntendedServer.ofHome(
                    home.realPath(), LocalServer.find(home.path()).map(LocalServer::address));
        });
    }

    /** Commands for that server. */
    public TemporalCommand commands() {
        return new TemporalCommand(intended().address(), namespace());
    }

    /** The namespace that is meant. */
    public String namespace() {
        return namespace == null ? Connection.configuredNamespace() : namespace;
    }
}
