package norn.cli;

import norn.cli.connection.Connection;
import norn.cli.local.Home;
import norn.cli.local.LocalServers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Temporal server a command talks to. */
final class ServerOptions {
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
    String namespace;

    /** A connection that was tried. */
    Connection connect() {
        return Connection.open(address, namespace, LocalServers.addressUnder(Home.ofProcess()));
    }
}
