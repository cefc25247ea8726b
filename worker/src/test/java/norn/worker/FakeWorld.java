package norn.worker;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import norn.action.ActionFailed;
import norn.action.Beats;
import norn.catalog.InvalidEnvironment;
import norn.environment.Hands;
import norn.environment.HostHands;
import norn.journal.Evidence;
import norn.plan.Order;
import norn.plan.Plan;
import norn.plan.PlanRequest;
import norn.plan.Problem;

/** Actions that do nothing but write a ledger, and fail where a test says so. */
final class FakeWorld implements Environments, ActionActivity.Runner {
    /** What was ordered, in its order: {@code action#attempt}. */
    final List<String> ledger = new CopyOnWriteArrayList<>();
    /** The orders. */
    final List<Order> orders = new CopyOnWriteArrayList<>();
    /** How often each action is still to fail. */
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();

    private final Path records;

    FakeWorld(Path records) {
        this.records = records;
    }

    FakeWorld failing(String action, int times) {
        failures.put(action, times);
        return this;
    }

    @Override
    public Hands hands(String environment) {
        return new HostHands(environment, records, List.of(), Map.of(), Map.of(), "");
    }

    @Override
    public Plan plan(PlanRequest request) {
        if (!request.environment().equals("rehearsal"))
            throw new InvalidEnvironment(
                    request.environment(),
                    List.of(new Problem(
                            "environment " + request.environment(), "no such environment", "Known: rehearsal", null)));
        return Book.plan(request);
    }

    @Override
    public Evidence run(Hands hands, String action, Order order, Beats beats) {
        ledger.add(action + "#" + order.attempt());
        orders.add(order);
        var left = failures.getOrDefault(action, 0);
        if (left > 0) {
            failures.put(action, left - 1);
            throw new ActionFailed("Broken", action + " is broken", "Mend it.", false);
        }
        var values = new LinkedHashMap<String, Object>();
        if (action.equals("fingerprint")) values.put("fingerprint", "f00d");
        if (action.equals("prove-fingerprint")) {
            values.put("fingerprintBefore", "f00d");
            values.put("fingerprintAfter", "f00d");
        }
        var now = Instant.now();
        return new Evidence(Evidence.Outcome.DONE, "did " + action, values, List.of(), List.of(), "here", now, now);
    }

    long count(String action) {
        return ledger.stream().filter(line -> line.startsWith(action + "#")).count();
    }
}
