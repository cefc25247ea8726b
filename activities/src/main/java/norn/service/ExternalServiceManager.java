package norn.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.environment.AddressCheck;
import norn.exec.Ports;
import norn.yaml.Default;
import norn.yaml.Kind;
import norn.yaml.Range;
import norn.yaml.Refers;
import org.jspecify.annotations.Nullable;

/**
 * Others start and stop the service: Norn only checks it.
 *
 * @param owner who they are, for messages
 */
@Kind("external")
record ExternalServiceManager(
        @Default("its owner") String owner,
        @Default("127.0.0.1") String host,
        @Range(from = 1, to = 65_535) List<Integer> ports,
        @Refers("probes.named") @Nullable String probe,
        @Default("30s") Duration startTimeout)
        implements ServiceManager {
    ExternalServiceManager {
        AddressCheck.host(host);
        if (ports.isEmpty() && probe == null) {
            throw new IllegalArgumentException(
                    "external: nothing says whether it runs. Expected: ports that it listens on, or a probe");
        }
    }

    @Override
    public boolean isManaged() {
        return false;
    }

    @Override
    public Duration stable() {
        return Duration.ZERO;
    }

    @Override
    public Service service(String name, Attempt attempt) {
        return new ExternalService(name);
    }

    private final class ExternalService implements Service {
        private final String name;

        private ExternalService(String name) {
            this.name = name;
        }

        @Override
        public ServiceState state() {
            return ServiceState.external(name, Ports.closed(host, ports));
        }

        @Override
        public void start(Path release) {
            throw new ActionFailed(
                    "NotManaged",
                    "%s does not run on %s:%s, and %s starts it".formatted(name, host, state().closedPorts(), owner),
                    "Have it started, then RETRY.",
                    true);
        }

        @Override
        public ServiceNeeds needs(Path release) {
            return ServiceNeeds.ofUnknownUser("%s starts it".formatted(owner));
        }

        @Override
        public void stop() {
            throw new ActionFailed(
                    "NotManaged",
                    "%s is started and stopped by %s".formatted(name, owner),
                    "Exclude the step, or give the service another manager.",
                    false);
        }

        @Override
        public Optional<String> exitDetails() {
            return Optional.empty();
        }
    }
}
