package norn.worker.service;

import io.grpc.StatusRuntimeException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.environment.SecretMissing;
import norn.worker.HostEnvironments;
import norn.worker.TemporalConnection;
import norn.yaml.InvalidConfiguration;

/** Finds out whether a worker could carry a deployment out: the server answers, it hears of this worker, environments are readable. */
final class ReadinessCheck {
    private final TemporalConnection connection;
    private final List<String> queues;
    private final HostEnvironments environments;
    private final List<String> names;

    /**
     * A check.
     *
     * @param names the environments that this worker is for; empty: all that there are
     */
    ReadinessCheck(
            TemporalConnection connection, List<String> queues, HostEnvironments environments, List<String> names) {
        this.connection = connection;
        this.queues = queues;
        this.environments = environments;
        this.names = names;
    }

    /** What keeps it from being ready; empty: nothing. */
    List<String> reasons(Map<String, Boolean> readable) {
        var reasons = new ArrayList<String>();
        for (var queue : queues) {
            notPolled(queue, reasons);
        }
        readable.forEach((name, isReadable) -> {
            if (!isReadable) {
                reasons.add(
                        "environment %s cannot be read: 'norn environment check %s' says why".formatted(name, name));
            }
        });
        return reasons;
    }

    private void notPolled(String queue, List<String> reasons) {
        try {
            if (!connection
                    .pollers(queue)
                    .contains(connection.client().getOptions().getIdentity())) {
                reasons.add("the server knows of no poll of this worker for the task queue " + queue);
            }
        } catch (StatusRuntimeException unanswered) {
            reasons.add("the Temporal server does not answer: "
                    + unanswered.getStatus().getCode());
        }
    }

    /** The environments that it is for, and whether each can be read. */
    Map<String, Boolean> readable() {
        var readable = new LinkedHashMap<String, Boolean>();
        (names.isEmpty() ? environments.names() : names).forEach(name -> readable.put(name, isReadable(name)));
        return readable;
    }

    private boolean isReadable(String name) {
        try {
            environments.host(name);
            return true;
        } catch (InvalidConfiguration | SecretMissing | UncheckedIOException wrong) {
            return false;
        }
    }
}
