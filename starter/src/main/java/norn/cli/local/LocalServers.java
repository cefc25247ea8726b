package norn.cli.local;

import java.util.Optional;

/** Servers that Norn itself started. */
public final class LocalServers {
    private LocalServers() {}

    /** The address of the one that runs under {@code home}. */
    public static Optional<String> addressUnder(Home home) {
        return Optional.empty();
    }
}
