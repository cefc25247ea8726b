package norn.local;

import java.util.Optional;
import norn.local.server.LocalServer;

/** Servers that Norn itself started. */
public final class LocalServers {
    private LocalServers() {}

    /** The address of the one that runs under {@code home}. */
    public static Optional<String> addressUnder(NornHome home) {
        return LocalServer.find(home.path()).map(LocalServer::address);
    }
}
