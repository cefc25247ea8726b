package norn.worker;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a worker is started.
 *
 * @param address of the Temporal server; null: as {@code TEMPORAL_ADDRESS} or Temporal's own configuration says
 * @param namespace null: likewise
 * @param host the name by which environments call this host; null: the one worker that serves all
 * @param hostEnvironments the environments that have such a host; of no meaning without {@code host}
 * @param healthPort where health and metrics can be asked, 0: any free port; null: nowhere
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
