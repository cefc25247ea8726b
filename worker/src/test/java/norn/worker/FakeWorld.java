package norn.worker;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import norn.action.ActionFailed;
import norn.action.Beats;
import norn.catalog.InvalidEnvironment;
import norn.environment.Hands;
import norn.environment.HostHands;
import norn.journal.Evidence;
import norn.plan.Order;
import norn.plan.Pace;
import norn.plan.Plan;
import norn.plan.PlanRequest;
import norn.plan.Problem;

/** Actions that do nothing but write a ledger, and fail where a test says so. */
final class FakeWorld implements Environments, Runner {
    /** What was ordered, in its order. */
    private final List<Line> lines = new CopyOnWriteArrayList<>();

    /** An order to an action. */
    record Line(String action, Order order) {}

    /** How often each action is still to fail. */
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();

    private final Path records;

    private final Pace pace;

    FakeWorld(Path records, Pace pace) {
        this.records = records;
        this.pace = pace;
    }

    /** Environments in which a rollback has its price. */
    private final Set<String> dear = ConcurrentHashMap.newKeySet();

    /** Makes a rollback of the environment cost players' data. */
    void dear(String environment) {
        dear.add(environment);
    }

    /** What actions measure, by environment. */
    private final Map<String, Map<String, Object>> measured = new ConcurrentHashMap<>();

    /** Lets the watches there measure that value. */
    void measures(String environment, String name, Object value) {
        measured.put(environment, Map.of(name, value));
    }

    /** Actions that work until they are stopped. */
    private final Set<String> endless = ConcurrentHashMap.newKeySet();

    /** Lets the action work there until it is stopped. */
    void endless(String environment, String action) {
        endless.add(environment + "/" + action);
    }

    /** Lets the action fail there, so many times. */
    void failing(String environment, String action, int times) {
        failures.put(environment + "/" + action, times);
    }

    /** Environments whose file nobody can read. */
    private final Set<String> broken = ConcurrentHashMap.newKeySet();

    /** From now on this host cannot read the environment's file. */
    void breaks(String environment) {
        broken.add(environment);
    }

    @Override
    public Hands hands(String environment) {
        if (broken.contains(environment))
            throw new InvalidEnvironment(
                    environment,
                    List.of(new Problem(environment + ".yaml:1:1", "not a mapping", "Right would be policy: …", null)));
        return new HostHands(environment, records, List.of(), Map.of(), Map.of(), "");
    }

    @Override
    public Plan plan(PlanRequest request) {
        if (request.environment().equals("nowhere"))
            throw new InvalidEnvironment(
                    request.environment(),
                    List.of(new Problem(
                            "environment " + request.environment(), "no such environment", "Known: rehearsal", null)));
        return Book.plan(request, pace);
    }

    @Override
    public Evidence run(Hands hands, String action, Order order, Beats beats) {
        lines.add(new Line(action, order));
        while (endless.contains(order.environment() + "/" + action)) {
            beats.beat("at work");
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        var left = failures.getOrDefault(order.environment() + "/" + action, 0);
        if (left > 0) {
            failures.put(order.environment() + "/" + action, left - 1);
            throw new ActionFailed("Broken", action + " is broken", "Mend it.", false);
        }
        var values = new LinkedHashMap<String, Object>();
        if (action.equals("survey-world")) values.put("asksConsent", dear.contains(order.environment()));
        if (action.equals("watch")) values.putAll(measured.getOrDefault(order.environment(), Map.of()));
        if (action.equals("fingerprint")) values.put("fingerprint", "f00d");
        if (action.equals("prove-fingerprint")) {
            values.put("fingerprintBefore", "f00d");
            values.put("fingerprintAfter", "f00d");
        }
        var now = Instant.now();
        return new Evidence(Evidence.Outcome.DONE, "did " + action, values, List.of(), List.of(), "here", now, now);
    }

    /** What was ordered of an environment, in its order: {@code action#attempt}. */
    List<String> ledger(String environment) {
        return lines.stream()
                .filter(line -> line.order().environment().equals(environment))
                .map(line -> line.action() + "#" + line.order().attempt())
                .toList();
    }

    /** The orders to one action of an environment. */
    List<Order> orders(String environment, String action) {
        return lines.stream()
                .filter(line -> line.action().equals(action))
                .map(Line::order)
                .filter(order -> order.environment().equals(environment))
                .toList();
    }
}
