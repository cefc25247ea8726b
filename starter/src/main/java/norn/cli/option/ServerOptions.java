package norn.cli.option;

import norn.client.Connection;
import norn.local.LocalServers;
import norn.local.NornHome;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Temporal server a command talks to. */
public final class ServerOptions {
    @Option(
            names = "--address",
            paramLabel = "HOST:PORT",
            description = "Temporal server. Default: TEMPORAL_ADDRESS, else the server that 'norn up' or 'norn server'"
                    + " started, else 127.0.0.1:7233.")
    @Nullable
    String address;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            description = "Temporal namespace. Default: TEMPORAL_NAMESPACE, else 'default'.")
    @Nullable
    public String namespace;

    /** A connection that was tried. */
    public Connection connect() {
        return Connection.open(address, namespace, LocalServers.addressUnder(NornHome.ofProcess()));
    }
}
