package norn.worker;

import java.time.Clock;
import norn.action.Heartbeats;
import norn.action.run.ActionRunner;
import norn.environment.Host;
import norn.plan.Order;
import norn.state.Evidence;

/** What runs an action by its name; tests and measurements bring actions of their own. */
public interface ActionInvoker {
    /** Runs it; see {@link ActionRunner#run}. */
    Evidence run(Host host, String action, Order order, Heartbeats heartbeats);

    /** The actions that are known on this host. */
    static ActionInvoker ofThisHost() {
        return (host, action, order, heartbeats) ->
                new ActionRunner(host, Clock.systemUTC()).run(action, order, heartbeats);
    }
}
