package norn.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Options;
import norn.exec.ProcessStat;
import norn.plan.Order;
import norn.probe.Probes;

/** The services of an environment on this host. */
public final class Services {
    /** How long the processes of a service that Norn did not start may take to end; then they are killed. */
    private static final Duration FOREIGN_STOP_TIMEOUT = Duration.ofSeconds(30);

    private final ServiceSettings settings;
    private final Attempt attempt;
    private final Map<String, Service> services = new LinkedHashMap<>();

    /** Those of the attempt's host. */
    public Services(Attempt attempt) {
        this.settings = attempt.settings(ServiceSettings.class);
        this.attempt = attempt;
        settings.components().forEach((name, manager) -> services.put(name, manager.service(name, attempt)));
    }

    /** What runs, by name, in the order of the file. */
    public Map<String, ServiceState> states() {
        var states = new LinkedHashMap<String, ServiceState>();
        services.forEach((name, service) -> states.put(name, service.state()));
        return states;
    }

    /** What is wrong with a service now; empty where it is healthy: it runs, its ports are open, its probe passes. */
    public Optional<String> problem(String name) throws InterruptedException {
        var state = service(name).state();
        if (!state.running()) {
            return Optional.of(name + " does not run");
        }
        if (!state.missing().isEmpty()) {
            return Optional.of("%s: %s does not run".formatted(name, String.join(", ", state.missing())));
        }
        if (!state.closedPorts().isEmpty()) {
            return Optional.of("%s: ports %s are closed".formatted(name, state.closedPorts()));
        }
        var probe = manager(name).probe();
        if (probe == null) {
            return Optional.empty();
        }
        var result = new Probes(attempt).run(probe);
        return result.passed() ? Optional.empty() : Optional.of("%s: %s".formatted(name, result.text()));
    }

    /**
     * Ends a service, whoever started it: by its manager where that knows it, else what was found of it.
     *
     * @throws ActionFailed where something of it is left
     */
    public void stop(FoundService found) throws InterruptedException {
        var service = service(found.name());
        if (!service.state().running()) {
            var processes = Stream.concat(found.pids().stream(), found.children().stream())
                    .flatMap(pid -> ProcessStat.of(pid).stream())
                    .toList(); // a pid may be used again meanwhile
            new ServiceEnding(found.name(), FOREIGN_STOP_TIMEOUT, attempt)
                    .end(() -> processes.stream()
                            .filter(process -> ProcessStat.of(process.pid())
                                    .filter(now -> now.startedTicks() == process.startedTicks() && !now.zombie())
                                    .isPresent())
                            .map(ProcessStat::pid)
                            .toList());
        }
        service.stop();
    }

    /** Starts a service that does not run, in that folder, as it is in a release; whether it becomes healthy is not awaited. */
    public void startIn(Path folder, String name) throws InterruptedException {
        service(name).start(folder);
    }

    /** Returns once a service is healthy, in the time that it may take to start. */
    public void awaitHealthy(String name) throws InterruptedException {
        StartService.awaitHealthy(name, this, attempt);
    }

    /** The services that the order means: its option {@code services}, its component, or all that Norn starts and stops. */
    List<String> selected(Order order) {
        var named = selected(order, settings);
        named.forEach(this::service);
        return named;
    }

    /** The same by that section alone: whether there are services of these names is not checked. */
    static List<String> selected(Order order, ServiceSettings settings) {
        var named = new ArrayList<>(Options.of(order).texts("services"));
        var component = order.component();
        if (named.isEmpty() && component != null) {
            named.add(component);
        }
        if (named.isEmpty()) {
            settings.components().forEach((name, manager) -> {
                if (manager.isManaged()) {
                    named.add(name);
                }
            });
        }
        return named;
    }

    Service service(String name) {
        return known(name, services);
    }

    ServiceManager manager(String name) {
        return known(name, settings.components());
    }

    private static <T> T known(String name, Map<String, T> all) {
        var found = all.get(name);
        if (found != null) {
            return found;
        }
        throw new ActionFailed(
                "UnknownService",
                "service %s: host.services.components has none of that name".formatted(name),
                "Known: " + String.join(", ", all.keySet()),
                false);
    }
}
