package norn.cli.local;

import java.util.Optional;
import norn.cli.server.LocalServer;

/** Servers that Norn itself started. */
public final class LocalServers {
    private LocalServers() {}

    /** The address of the one that runs under {@code home}. */
    public static Optional<String> addressUnder(Home home) {
        return LocalServer.find(home.path()).map(LocalServer::address);
    }
}
