package norn.client;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Temporal server that a command is meant for.
 *
 * @param address host and port
 * @param home the home whose server it is; where another home has started the server that answers, it is not the one that is meant.
 *     Null: the server was named, whoever has started it
 */
public record IntendedServer(String address, @Nullable Path home) {
    /** What Norn notes in the namespace of a server that it starts: the home that the server belongs to. */
    public static final String HOME_NOTE = "norn-home";

    private static final String USUAL_ADDRESS = "127.0.0.1:7233";

    /** The server at that address, whoever has started it. */
    public static IntendedServer named(String address) {
        return new IntendedServer(address, null);
    }

    /** The server that this home has started; where none runs, the one at the usual address, unless another home has started it. */
    public static IntendedServer ofHome(Path home, Optional<String> started) {
        return new IntendedServer(started.orElse(USUAL_ADDRESS), home);
    }

    /**
     * Checks what the server says of itself.
     *
     * @param notes what its namespace notes
     * @throws RequestFailed if another home has started it
     */
    void check(Map<String, String> notes) {
        var owner = notes.get(HOME_NOTE);
        if (home != null && owner != null && !owner.equals(home.toString())) {
            throw RequestFailed.unavailable(
                    "the Temporal server at %s belongs to another home, %s; yours, %s, runs none"
                            .formatted(address, owner, home),
                    "Start yours with './norn up' or './norn server'. If you mean the other one: --address %s, or NORN_HOME=%s."
                            .formatted(address, owner));
        }
    }
}
