package norn.service;

import java.nio.file.Path;
import java.util.Optional;
import norn.action.ActionFailed;
import norn.action.Attempt;

/** Looks at a service that somebody else starts and stops. */
record ExternalServiceManager(String name, ServiceSettings.External settings) implements ServiceManager {
    @Override
    public ServiceState state() {
        var closed = Ports.closed(settings.host(), settings.ports());
        return new ServiceState(name, closed.isEmpty(), null, null, null, closed);
    }

    @Override
    public void start(Path release, Attempt attempt) {
        throw new ActionFailed(
                "NotManaged",
                "%s does not run on %s:%s, and %s starts it"
                        .formatted(name, settings.host(), state().closedPorts(), settings.owner()),
                "Have it started, then RETRY.",
                true);
    }

    @Override
    public void stop(Attempt attempt) {
        throw new ActionFailed(
                "NotManaged",
                "%s is started and stopped by %s".formatted(name, settings.owner()),
                "Leave the step out, or give the service another manager.",
                false);
    }

    @Override
    public boolean isManaged() {
        return false;
    }

    @Override
    public Optional<String> exitDetails() {
        return Optional.empty();
    }
}
