package norn.service;

import java.util.ArrayList;
import java.util.List;
import norn.action.Action;
import norn.action.Action.Option;
import norn.action.Action.Option.Type;
import norn.action.ActionCall;
import norn.action.Capability;
import norn.action.Holding;
import norn.action.Reached;
import norn.environment.Host;
import norn.exec.Ports;
import norn.plan.Order;
import norn.probe.Probes;

/** Services: starting, stopping, checking. */
public final class ServiceCapability implements Capability<ServiceSettings> {
    private static final Option SERVICES = Option.optional(
            "services",
            Type.COMPONENTS,
            "names of services; without it the step's component, or all that Norn starts and stops");

    @Override
    public String section() {
        return "services";
    }

    @Override
    public Class<ServiceSettings> settings() {
        return ServiceSettings.class;
    }

    /** Services that others manage must run; those that Norn manages may be stopped. */
    @Override
    public List<Reached> reach(ServiceSettings settings, Host host) {
        var reached = new ArrayList<Reached>();
        settings.components().forEach((name, manager) -> {
            if (!manager.isManaged() && !manager.ports().isEmpty()) {
                var closed = Ports.closed(manager.host(), manager.ports());
                reached.add(new Reached(
                        "service " + name,
                        closed.isEmpty() ? null : "%s does not answer on ports %s".formatted(manager.host(), closed)));
            }
        });
        return reached;
    }

    @Override
    public List<Action> actions() {
        return List.of(
                changing(
                                "start-service",
                                "Starts services from the active release, and waits until they are healthy and stay"
                                        + " so.",
                                new StartService()::run,
                                SERVICES)
                        .reading(ServiceCapability::references)
                        .holding(ServiceCapability::services),
                changing(
                                "stop-service",
                                "Stops services, and checks that nothing of them is left.",
                                new StopService()::run,
                                SERVICES)
                        .reading(ServiceCapability::references)
                        .holding(ServiceCapability::services),
                harmless(
                                "verify-stopped",
                                "Checks that services are down and their ports free.",
                                new VerifyStopped()::run,
                                SERVICES)
                        .reading(ServiceCapability::references),
                harmless(
                                "check-services",
                                "Checks that services could start from the release: their ports, and the rights of"
                                        + " their users.",
                                new CheckServices()::run,
                                SERVICES)
                        .reading(ServiceCapability::references),
                changing(
                                "ensure-running",
                                "Starts services that do not run; external ones must run.",
                                new StartService()::run,
                                SERVICES)
                        .reading(ServiceCapability::references)
                        .holding(ServiceCapability::services));
    }

    /** One try at a time starts or stops a service, whatever steps mean it. */
    private static Holding services(Order order, Host host) {
        return Holding.of(host.section(ServiceSettings.class).stream()
                .flatMap(settings -> Services.selected(order, settings).stream())
                .map(service -> "services/" + service)
                .toList());
    }

    /** The services that are meant, the probes that they must pass, and the releases that Norn starts them from. */
    private static List<String> references(ActionCall call) {
        var references = new ArrayList<String>();
        var settings = call.settings("services", ServiceSettings.class);
        var names = call.names("services");
        if (names.isEmpty()) {
            call.component().ifPresent(names::add);
        }
        for (var name : names) {
            references.add("services.components." + name);
            settings.map(all -> all.components().get(name))
                    .map(ServiceManager::probe)
                    .ifPresent(probe -> references.addAll(Probes.references(probe, call)));
        }
        if (settings.stream().flatMap(all -> all.components().values().stream()).anyMatch(ServiceManager::isManaged)) {
            references.add("code");
        }
        return references;
    }
}
