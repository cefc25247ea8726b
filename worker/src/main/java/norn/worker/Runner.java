package norn.worker;

import java.time.Clock;
import norn.action.ActionRunner;
import norn.action.Beats;
import norn.environment.Hands;
import norn.journal.Evidence;
import norn.plan.Order;

/** What runs an action by its name; tests and measurements bring actions of their own. */
public interface Runner {
    /** Runs it; see {@link ActionRunner#run}. */
    Evidence run(Hands hands, String action, Order order, Beats beats);

    /** The actions that are known on this host. */
    static Runner ofThisHost() {
        return (hands, action, order, beats) -> new ActionRunner(hands, Clock.systemUTC()).run(action, order, beats);
    }
}
