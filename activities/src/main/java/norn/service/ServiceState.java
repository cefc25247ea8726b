package norn.service;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What runs of a service.
 *
 * @param running a live process, or, for somebody else's service, an open port
 * @param pid null: no process of ours
 * @param directory the process' working directory, resolved; null: unknown
 * @param release the name of the release that it runs from, by that directory; null: from none
 */
public record ServiceState(
        String name,
        boolean running,
        @Nullable Long pid,
        @Nullable Path directory,
        @Nullable String release,
        List<Integer> closedPorts) {}
