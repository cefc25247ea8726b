package norn.worker;

import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Heartbeats;
import norn.catalog.InvalidEnvironment;
import norn.environment.Host;
import norn.environment.LoadedHost;
import norn.plan.Order;
import norn.plan.Plan;
import norn.plan.PlanRequest;
import norn.plan.Problem;
import norn.run.NornActivities;
import norn.state.Evidence;

/** Actions that do nothing but record their calls, and fail where a test says so. */
final class FakeEnvironments implements EnvironmentProvider, ActionInvoker {
    /** What was ordered, in its order. */
    private final List<ActionCall> calls = new CopyOnWriteArrayList<>();

    /** An order to an action. */
    record ActionCall(String action, Order order) {}

    /** How often each action is still to fail. */
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();

    private final Path records;
    private final Function<PlanRequest, Plan> planner;

    FakeEnvironments(Path records, Function<PlanRequest, Plan> planner) {
        this.records = records;
        this.planner = planner;
    }

    /** Environments in which a rollback costs data. */
    private final Set<String> costlyRollback = ConcurrentHashMap.newKeySet();

    /** Lets a rollback of the environment cost data of its users. */
    void costlyRollback(String environment) {
        costlyRollback.add(environment);
    }

    /** What actions measure, by environment. */
    private final Map<String, Map<String, Object>> measured = new ConcurrentHashMap<>();

    /** Lets the watches there measure that value. */
    void setMeasured(String environment, String name, Object value) {
        measured.put(environment, Map.of(name, value));
    }

    private final AtomicInteger atWork = new AtomicInteger();

    /** Actions of an environment, and steps of a deployment, that work until they are stopped. */
    private final Set<String> endless = ConcurrentHashMap.newKeySet();

    /** Lets the action work there until it is stopped. */
    void endless(String environment, String action) {
        endless.add(environment + "/" + action);
    }

    /** Actions of an environment whose worker is lost before they are stopped. */
    private final Set<String> lost = ConcurrentHashMap.newKeySet();

    /** Lets the action work there until it is to stop: its worker is lost then. */
    void endlessUntilLost(String environment, String action) {
        lost.add(environment + "/" + action);
        endless(environment, action);
    }

    private static RuntimeException workerLost() {
        return ApplicationFailure.newNonRetryableFailure(
                NornActivities.WORKER_LOST_MESSAGE, NornActivities.WORKER_LOST, NornActivities.WORKER_LOST_REMEDY);
    }

    /** Lets that step of the deployment work until it is stopped, or finished. */
    void endlessStep(String deployment, String step) {
        endless.add(deployment + "#" + step);
    }

    /** Lets it end from now on. */
    void finishStep(String deployment, String step) {
        endless.remove(deployment + "#" + step);
    }

    /** Actions that hang, and hear nothing, until they wake; and what they then find. */
    private final Map<String, CountDownLatch> hanging = new ConcurrentHashMap<>();

    private final List<String> woken = new CopyOnWriteArrayList<>();

    /** Lets the first call of the action there hang, deaf, until the answer is counted down. */
    CountDownLatch hang(String environment, String action) {
        var wake = new CountDownLatch(1);
        hanging.put(environment + "/" + action, wake);
        return wake;
    }

    /** What each that woke did then: began its next part, or learned that it may not. */
    List<String> woken() {
        return woken;
    }

    private void hang(String action, Order order, Heartbeats heartbeats) {
        var wake = hanging.remove(order.environment() + "/" + action);
        if (wake == null) {
            return;
        }
        while (wake.getCount() > 0) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        try {
            heartbeats.requireWanted();
            woken.add(action + " goes on");
        } catch (Attempt.Stopped stopped) {
            woken.add(action + " may not go on");
            throw stopped;
        }
    }

    /** Whether any of them is at work. */
    boolean isAtWork() {
        return atWork.get() > 0 || disturbed.values().stream().anyMatch(DisturbedDeployment::isAtWork);
    }

    private void work(String action, Order order, Heartbeats heartbeats) {
        atWork.incrementAndGet();
        try {
            while (isEndless(action, order)) {
                try {
                    heartbeats.heartbeat("at work");
                } catch (Attempt.Stopped stopped) {
                    throw lost.contains(order.environment() + "/" + action) ? workerLost() : stopped;
                }
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        } finally {
            atWork.decrementAndGet();
        }
    }

    private boolean isEndless(String action, Order order) {
        return endless.contains(order.environment() + "/" + action)
                || endless.contains(order.deployment() + "#" + order.step());
    }

    /** Deployments in which something goes wrong, by their ids. */
    private final Map<String, DisturbedDeployment> disturbed = new ConcurrentHashMap<>();

    /** Lets that deployment's actions run as it says. */
    void disturb(DisturbedDeployment deployment) {
        disturbed.put(deployment.id, deployment);
    }

    /** What else actions find, by environment and action. */
    private final Map<String, Map<String, Object>> found = new ConcurrentHashMap<>();

    /** Lets the action find these values there. */
    void setFound(String environment, String action, Map<String, Object> values) {
        found.put(environment + "/" + action, values);
    }

    /** Lets the action fail there, so many times. */
    void failTimes(String environment, String action, int times) {
        failures.put(environment + "/" + action, times);
    }

    /** Environments whose file nobody can read. */
    private final Set<String> unreadable = ConcurrentHashMap.newKeySet();

    /** From now on this host cannot read the environment's file. */
    void makeUnreadable(String environment) {
        unreadable.add(environment);
    }

    @Override
    public Host host(String environment) {
        if (unreadable.contains(environment)) {
            throw new InvalidEnvironment(
                    environment,
                    List.of(Problem.at(environment + ".yaml:1:1", "not a mapping")
                            .expected("policy: …")));
        }
        return new LoadedHost(environment, records, List.of(), Map.of(), Map.of(), "");
    }

    @Override
    public Plan plan(PlanRequest request) {
        if (request.environment().equals("nowhere")) {
            throw new InvalidEnvironment(
                    request.environment(),
                    List.of(Problem.at("environment " + request.environment(), "no such environment")
                            .known(List.of("rehearsal"))));
        }
        return planner.apply(request);
    }

    @Override
    public Evidence run(Host host, String action, Order order, Heartbeats heartbeats) {
        calls.add(new ActionCall(action, order));
        var deployment = disturbed.get(order.deployment());
        if (deployment != null) {
            return deployment.run(action, order, heartbeats, () -> evidence(action, order));
        }
        hang(action, order, heartbeats);
        work(action, order, heartbeats);
        var left = failures.getOrDefault(order.environment() + "/" + action, 0);
        if (left > 0) {
            failures.put(order.environment() + "/" + action, left - 1);
            throw new ActionFailed("Broken", action + " is broken", "Fix it.", false);
        }
        return evidence(action, order);
    }

    private Evidence evidence(String action, Order order) {
        var values = new LinkedHashMap<String, Object>();
        if (action.equals("survey-environment")) {
            values.put("asksConsent", costlyRollback.contains(order.environment()));
        }
        if (action.equals("watch")) {
            values.putAll(asGoodAsCanBe(order));
            values.putAll(measured.getOrDefault(order.environment(), Map.of()));
            values.put("watchedSeconds", order.options().getOrDefault("windowSeconds", 0));
        }
        if (action.equals("fingerprint")) {
            values.put("fingerprint", "f00d");
        }
        if (action.equals("verify-fingerprint")) {
            values.put("fingerprintBefore", "f00d");
            values.put("fingerprintAfter", "f00d");
        }
        values.putAll(found.getOrDefault(order.environment() + "/" + action, Map.of()));
        var now = Instant.now();
        return new Evidence(Evidence.Outcome.DONE, "did " + action, values, List.of(), List.of(), "here", now, now);
    }

    /** The best value of each measure that the order of a watch names. */
    private static Map<String, Object> asGoodAsCanBe(Order order) {
        var values = new LinkedHashMap<String, Object>();
        if (order.options().get("measures") instanceof List<?> measures) {
            for (var measure : measures) {
                if (measure instanceof Map<?, ?> map) {
                    values.put(String.valueOf(map.get("name")), "HIGHER".equals(map.get("better")) ? 100 : 0);
                }
            }
        }
        return values;
    }

    /** What was ordered of an environment, in its order: {@code action#attempt}. */
    List<String> calls(String environment) {
        return calls.stream()
                .filter(call -> call.order().environment().equals(environment))
                .filter(call -> !call.action().equals("notify")) // what waits for whom is the engine's to test
                .map(call -> call.action() + "#" + call.order().attempt())
                .toList();
    }

    /** The orders to one action of an environment. */
    List<Order> orders(String environment, String action) {
        return calls.stream()
                .filter(call -> call.action().equals(action))
                .map(ActionCall::order)
                .filter(order -> order.environment().equals(environment))
                .toList();
    }
}
