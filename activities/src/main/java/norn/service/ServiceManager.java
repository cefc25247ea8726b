package norn.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import norn.action.Attempt;
import norn.yaml.KindField;
import org.jspecify.annotations.Nullable;

/**
 * What starts and stops a service. Each kind of manager is one record: a service's settings under it, what it refuses in them,
 * and how it acts.
 */
@KindField("manager")
public sealed interface ServiceManager
        permits SupervisedServiceManager,
                SystemdServiceManager,
                Pm2ServiceManager,
                ScriptServiceManager,
                CommandServiceManager,
                ExternalServiceManager {
    /** Where the service listens. */
    String host();

    /** The ports that it listens on. */
    List<Integer> ports();

    /** The probe that it must pass before it counts as healthy; null: open ports do. */
    @Nullable
    String probe();

    /** How long it may take to be healthy. */
    Duration startTimeout();

    /** How long it must stay healthy before it counts as started. */
    Duration stable();

    /** Whether Norn starts and stops it. */
    boolean isManaged();

    /** Where it works, relative to the release; empty where the environment file does not say. */
    default Optional<String> directoryInRelease() {
        return Optional.empty();
    }

    /** What no other service may have too, in words: its pid file, its ports; none where others manage it. */
    default List<String> claims() {
        return List.of();
    }

    /** The path that its processes bear as their mark, where Norn starts them itself; empty where others do. */
    default Optional<Path> mark() {
        return Optional.empty();
    }

    /** The service of that name on this host. */
    Service service(String name, Attempt attempt);
}
