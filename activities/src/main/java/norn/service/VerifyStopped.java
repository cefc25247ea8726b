package norn.service;

import java.util.ArrayList;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.exec.Ports;
import norn.plan.Order;
import norn.state.Evidence;

/** Checks that services are down: no process of theirs lives, no process holds their ports. */
final class VerifyStopped {
    Evidence run(Order order, Attempt attempt) {
        var services = new Services(attempt);
        var names = services.selected(order);
        var up = new ArrayList<String>();
        for (var name : names) {
            var state = services.service(name).state();
            if (state.running()) {
                up.add(state.pid() == null ? name + " runs" : "%s runs as process %d".formatted(name, state.pid()));
            } else if (services.manager(name).isManaged()) {
                for (int port : services.manager(name).ports()) {
                    if (Ports.isTaken(port)) {
                        up.add("%s: %s holds port %d".formatted(name, Ports.describeHolder(port), port));
                    }
                }
            }
        }
        if (!up.isEmpty()) {
            throw new ActionFailed(
                    "StillRunning",
                    String.join("; ", up),
                    "Stop them, or find out what started them, then RETRY.",
                    true);
        }
        return attempt.evidence()
                .value("services", names.size())
                .done("%s down, ports free".formatted(String.join(", ", names)));
    }
}
