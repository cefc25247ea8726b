package norn.cli.option;

import norn.client.Connection;
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
                            + " started, else 127.0.0.1:7233.")
    @Nullable
    String address;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            description = "The Temporal namespace. Default: TEMPORAL_NAMESPACE, else 'default'.")
    @Nullable
    public String namespace;

    /** A connection to it. */
    public Connection connect() {
        var started = LocalServer.find(NornHome.ofProcess().path()).map(LocalServer::address);
        return Connection.open(address, namespace, started);
    }
}
