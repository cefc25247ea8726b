package norn.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Options;
import norn.code.CodeSettings;
import norn.plan.Order;
import norn.probe.Probes;

/** The services of an environment on this host. */
public final class Services {
    private final ServiceSettings settings;
    private final Attempt attempt;
    private final Map<String, ServiceManager> managers = new LinkedHashMap<>();

    /** Those of the attempt's host. */
    public Services(Attempt attempt) {
        this.settings = attempt.settings(ServiceSettings.class);
        this.attempt = attempt;
        settings.components().forEach((name, service) -> managers.put(name, managerOf(name, service)));
    }

    /** What runs, by name, in the order of the file. */
    public Map<String, ServiceState> states() {
        var states = new LinkedHashMap<String, ServiceState>();
        managers.forEach((name, manager) -> states.put(name, manager.state()));
        return states;
    }

    /** What is wrong with a service now; empty where it is well: it runs, its ports are open, its probe answers right. */
    public Optional<String> problem(String name) throws InterruptedException {
        var state = manager(name).state();
        if (!state.running()) {
            return Optional.of(name + " does not run");
        }
        if (!state.closedPorts().isEmpty()) {
            return Optional.of("%s: ports %s are closed".formatted(name, state.closedPorts()));
        }
        var probe = service(name).probe();
        if (probe == null) {
            return Optional.empty();
        }
        var answer = new Probes(attempt).ask(probe);
        return answer.passed() ? Optional.empty() : Optional.of("%s: %s".formatted(name, answer.text()));
    }

    /** The services that the order means: its component, its option {@code services}, or all that Norn starts and stops. */
    List<String> selected(Order order) {
        var named = new ArrayList<>(Options.of(order).texts("services"));
        var component = order.component();
        if (named.isEmpty() && component != null) {
            named.add(component);
        }
        if (named.isEmpty()) {
            managers.forEach((name, manager) -> {
                if (manager.isManaged()) {
                    named.add(name);
                }
            });
        }
        for (var name : named) {
            manager(name);
        }
        return named;
    }

    ServiceManager manager(String name) {
        var manager = managers.get(name);
        if (manager == null) {
            throw unknown(name);
        }
        return manager;
    }

    ServiceSettings.Service service(String name) {
        var service = settings.components().get(name);
        if (service == null) {
            throw unknown(name);
        }
        return service;
    }

    private ActionFailed unknown(String name) {
        return new ActionFailed(
                "UnknownService",
                "service %s: host.services.components has none of that name".formatted(name),
                "Known: " + String.join(", ", managers.keySet()),
                false);
    }

    private ServiceManager managerOf(String name, ServiceSettings.Service service) {
        if (service instanceof ServiceSettings.Supervised supervised) {
            return new SupervisedServiceManager(
                    name, supervised, attempt.settings(CodeSettings.class).releases());
        }
        return new ExternalServiceManager(name, (ServiceSettings.External) service);
    }
}
