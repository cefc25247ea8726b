package norn.service;

import java.util.ArrayList;
import java.util.Collections;
import norn.action.Attempt;
import norn.plan.Order;
import norn.state.Evidence;

/** Stops services: asks them to end, kills those that do not in time, and checks that nothing of them is left. */
final class StopService {
    Evidence run(Order order, Attempt attempt) throws InterruptedException {
        var services = new Services(attempt);
        var names = new ArrayList<>(services.selected(order));
        Collections.reverse(names);
        var stopped = new ArrayList<String>();
        for (var name : names) {
            var service = services.service(name);
            var before = service.state();
            attempt.checkFence();
            attempt.heartbeat("stopping " + name);
            service.stop();
            if (!before.running()) {
                continue;
            }
            stopped.add(name);
            attempt.evidence().value(name + ".release", before.release());
        }
        return stopped.isEmpty()
                ? attempt.evidence().alreadySo("%s stopped, ports free".formatted(String.join(", ", names)))
                : attempt.evidence().done("%s stopped, ports free".formatted(String.join(", ", stopped)));
    }
}
