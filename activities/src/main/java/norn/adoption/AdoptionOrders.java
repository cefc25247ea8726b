package norn.adoption;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import norn.action.Heartbeats;
import norn.action.Holding;
import norn.action.run.ActionRunner;
import norn.environment.Host;
import norn.plan.Order;
import norn.plan.OrderContext;
import norn.plan.RollbackScope;
import norn.service.ServiceSettings;
import norn.state.Evidence;
import org.jspecify.annotations.Nullable;

/**
 * The orders of an adoption, each as of a rollback to what it recorded: so its target is never taken for what a deployment changed.
 *
 * @param id of the adoption
 * @param fence the number under which it holds the environment; 0: it only looks
 */
record AdoptionOrders(Host host, ActionRunner runner, Heartbeats heartbeats, String id, String release, long fence) {

    /** Those of somebody who only looks. */
    static AdoptionOrders looking(Host host, ActionRunner runner, Heartbeats heartbeats) {
        return new AdoptionOrders(host, runner, heartbeats, "survey", "none", 0);
    }

    /** Has the action done as that step. */
    Evidence run(String step, String action, Map<String, Object> options) {
        return run(step, action, null, options);
    }

    /** The same of a component alone. */
    Evidence runOf(String component, String step, String action) {
        return run(step + "-" + component, action, component, Map.of());
    }

    private Evidence run(String step, String action, @Nullable String component, Map<String, Object> options) {
        return runner.run(
                action,
                new Order(
                        id,
                        host.environment(),
                        release,
                        null,
                        component,
                        step,
                        1,
                        fence,
                        null,
                        options,
                        OrderContext.none().with(RollbackScope.orderedByPerson())),
                heartbeats);
    }

    /** What both directions act on: the code, and each service. */
    static Holding codeAndServices(Host on) {
        var services = on.section(ServiceSettings.class).stream()
                .flatMap(settings -> settings.components().keySet().stream())
                .map(service -> "services/" + service);
        return Holding.of(Stream.concat(Stream.of("code"), services).toList());
    }

    /** The code alone: what a step acts on that touches no service. */
    static Holding code() {
        return Holding.of(List.of("code"));
    }
}
