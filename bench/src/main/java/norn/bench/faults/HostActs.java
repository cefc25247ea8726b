package norn.bench.faults;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import norn.action.ActionFailed;
import norn.action.Heartbeats;
import norn.action.run.ActionRunner;
import norn.environment.Host;
import norn.plan.Order;
import norn.plan.OrderContext;
import norn.worker.HostEnvironments;

/** Single actions as a deployment orders them, run in this process with the settings of a configuration folder. */
final class HostActs {
    private final Host host;

    HostActs(Path config) {
        host = new HostEnvironments(config).host(FaultStack.ENVIRONMENT);
    }

    /** Runs it; how it failed, or nothing. */
    Optional<ActionFailed> run(String deployment, String step, String action, Map<String, Object> options) {
        var order = new Order(
                deployment,
                FaultStack.ENVIRONMENT,
                "v1.0.0",
                null,
                null,
                step,
                1,
                0,
                null,
                options,
                OrderContext.none());
        try {
            new ActionRunner(host, Clock.systemUTC()).run(action, order, Heartbeats.ignored());
            return Optional.empty();
        } catch (ActionFailed failed) {
            return Optional.of(failed);
        }
    }
}
