package norn.worker;

import java.time.Clock;
import norn.action.Heartbeats;
import norn.action.run.ActionRunner;
import norn.environment.Host;
import norn.plan.Order;
import norn.state.Evidence;

/** Runs an action by its name; tests and benchmarks bring actions of their own. */
public interface ActionInvoker {
    /** Runs the action; see {@link ActionRunner#run}. */
    Evidence run(Host host, String action, Order order, Heartbeats heartbeats);

    /** Runs the actions that this host knows. */
    static ActionInvoker ofThisHost() {
        return (host, action, order, heartbeats) ->
                new ActionRunner(host, Clock.systemUTC()).run(action, order, heartbeats);
    }
}
