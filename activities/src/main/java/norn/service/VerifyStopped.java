package norn.service;

import java.util.ArrayList;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.plan.Order;
import norn.state.Evidence;

/** Looks whether services are down: no process of theirs lives, nobody holds their ports. */
final class VerifyStopped {
    Evidence run(Order order, Attempt attempt) {
        var services = new Services(attempt);
        var names = services.selected(order);
        var up = new ArrayList<String>();
        for (var name : names) {
            var state = services.manager(name).state();
            if (state.running()) {
                up.add(state.pid() == null ? name + " runs" : "%s runs as process %d".formatted(name, state.pid()));
            } else if (services.manager(name).isManaged()) {
                for (int port : services.service(name).ports()) {
                    if (Ports.isTaken(port)) {
                        up.add("%s: %s holds port %d"
                                .formatted(
                                        name,
                                        Ports.holder(port).map(Ports::described).orElse("somebody"),
                                        port));
                    }
                }
            }
        }
        if (!up.isEmpty()) {
            throw new ActionFailed(
                    "StillRunning", String.join("; ", up), "Stop them, or look who started them, then RETRY.", true);
        }
        return attempt.evidence()
                .value("services", names.size())
                .done("%s down, ports free".formatted(String.join(", ", names)));
    }
}
