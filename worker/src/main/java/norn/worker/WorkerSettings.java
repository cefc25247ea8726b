package norn.worker;

import java.time.Duration;
import java.util.List;
import norn.run.TaskQueues;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a worker.
 *
 * @param address of the Temporal server; null: from {@code TEMPORAL_ADDRESS} or Temporal's own configuration
 * @param namespace null: likewise
 * @param host this host's name in environments; null: the one worker that serves all
 * @param hostEnvironments the environments that have such a host; not used without {@code host}
 * @param stopTimeout within which it ends when it is asked to
 */
public record WorkerSettings(
        @Nullable String address,
        @Nullable String namespace,
        @Nullable String host,
        List<String> hostEnvironments,
        Duration stopTimeout) {
    /** Less than the ten seconds that a container is given by default. */
    public static final Duration STOP_TIMEOUT = Duration.ofSeconds(8);

    public WorkerSettings {
        hostEnvironments = List.copyOf(hostEnvironments);
    }

    /** The one worker that serves all, at that address. */
    public static WorkerSettings at(String address) {
        return new WorkerSettings(address, null, null, List.of(), STOP_TIMEOUT);
    }

    /** The task queues that it takes tasks of. */
    public List<String> queues() {
        return host == null
                ? List.of(TaskQueues.NORN)
                : hostEnvironments.stream()
                        .map(environment -> TaskQueues.ofHost(environment, host))
                        .toList();
    }
}
