package norn.service;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What runs of a service.
 *
 * @param running anything of it: a live process, or, for an external service, open ports
 * @param pid null: no process that Norn started
 * @param directory the process' working directory, resolved; null: unknown
 * @param release the name of the release that it runs from, by that directory, or by what Norn noted when it started the process; null: from none
 * @param missing which of its programs do not run, where it consists of several
 */
public record ServiceState(
        String name,
        boolean running,
        @Nullable Long pid,
        @Nullable Path directory,
        @Nullable String release,
        List<Integer> closedPorts,
        List<String> missing) {
    /** Whether all of it runs. */
    boolean isComplete() {
        return running && missing.isEmpty();
    }

    /** Of a service whose process is unknown: it runs where no port is closed. */
    static ServiceState external(String name, List<Integer> closedPorts) {
        return new ServiceState(name, closedPorts.isEmpty(), null, null, null, closedPorts, List.of());
    }
}
