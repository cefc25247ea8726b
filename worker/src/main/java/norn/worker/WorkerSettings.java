package norn.worker;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a worker.
 *
 * @param address of the Temporal server; null: from {@code TEMPORAL_ADDRESS} or Temporal's own configuration
 * @param namespace null: likewise
 * @param host this host's name in environments; null: the one worker that serves all
 * @param hostEnvironments the environments that have such a host; not used without {@code host}
 * @param healthPort the port of health and metrics, 0: any free one; null: none
 */
public record WorkerSettings(
        @Nullable String address,
        @Nullable String namespace,
        @Nullable String host,
        List<String> hostEnvironments,
        @Nullable Integer healthPort) {
    public WorkerSettings {
        hostEnvironments = List.copyOf(hostEnvironments);
    }

    /** The one worker that serves all, at that address. */
    public static WorkerSettings at(String address) {
        return new WorkerSettings(address, null, null, List.of(), null);
    }
}
