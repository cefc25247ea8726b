package norn.service;

import static norn.action.NamedAction.changing;
import static norn.action.NamedAction.harmless;

import java.util.List;
import norn.action.Action;
import norn.action.Action.Option;
import norn.action.Action.Option.Type;
import norn.action.Capability;

/** Services: starting, stopping, checking. */
public final class ServiceCapability implements Capability<ServiceSettings> {
    private static final Option SERVICES = Option.optional(
            "services",
            Type.LIST,
            "names of services; without it the step's component, or all that Norn starts and stops");

    @Override
    public String section() {
        return "services";
    }

    @Override
    public Class<ServiceSettings> settings() {
        return ServiceSettings.class;
    }

    @Override
    public List<Action> actions() {
        return List.of(
                changing(
                        "start-service",
                        "Starts services from the active release, and waits until they are healthy and stay so.",
                        new StartService()::run,
                        SERVICES),
                changing(
                        "stop-service",
                        "Stops services, and checks that nothing of them is left.",
                        new StopService()::run,
                        SERVICES),
                harmless(
                        "verify-stopped",
                        "Checks that services are down and their ports free.",
                        new VerifyStopped()::run,
                        SERVICES),
                changing(
                        "ensure-running",
                        "Starts services that do not run; external ones must run.",
                        new StartService()::run,
                        SERVICES));
    }
}
