package norn.action;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.action.run.ActionRunner;
import norn.action.run.RunningAttempt;
import norn.environment.LoadedHost;
import norn.plan.Order;
import norn.plan.OrderContext;
import norn.plan.RollbackScope;
import norn.state.Evidence;

/** A host on which actions can be tried without Temporal: its settings, a runner, and orders that differ in what a test says. */
public final class ActionHarness {
    public static final String CANARY = "c4n4ry-Sup3r'Secret";

    private LoadedHost host;
    private final List<String> heartbeats = new ArrayList<>();
    private String deployment = "rehearsal-v1.0.0-20261201-0900";
    private String release = "v1.0.0";
    private long fence;

    public ActionHarness(Path records, Object... settings) {
        this(records, Map.of("canary", CANARY), List.of(settings), "x = 1\n");
    }

    public ActionHarness(Path records, Map<String, String> secrets, List<?> settings, String text) {
        host = new LoadedHost("rehearsal", records, settings, secrets, Map.of(), text);
    }

    public LoadedHost host() {
        return host;
    }

    public List<String> heartbeats() {
        return heartbeats;
    }

    public ActionHarness rolledBackBy(String... command) {
        host = host.rolledBackBy(List.of(command));
        return this;
    }

    public ActionHarness deployment(String id) {
        deployment = id;
        return this;
    }

    public ActionHarness release(String name) {
        release = name;
        return this;
    }

    public ActionHarness fence(long number) {
        fence = number;
        return this;
    }

    /** An order for that step, attempt 1; {@code options} are pairs of name and value. */
    public Order order(String step, Object... options) {
        return retry(step, 1, options);
    }

    public Order retry(String step, int attempt, Object... options) {
        var named = new LinkedHashMap<String, Object>();
        for (var i = 0; i < options.length; i += 2) {
            named.put((String) options[i], options[i + 1]);
        }
        return order(step, attempt, named, OrderContext.none());
    }

    private Order order(String step, int attempt, Map<String, Object> options, OrderContext context) {
        return new Order(
                deployment, "rehearsal", release, "v0.9.0", null, step, attempt, fence, null, options, context);
    }

    /** Runs a known action as the step of its own name. */
    public Evidence run(String action, Object... options) {
        return run(action, order(action, options));
    }

    /** Runs a known action in that context; {@code options} are pairs of name and value. */
    public Evidence runIn(OrderContext context, String action, Object... options) {
        return run(action, order(action, 1, order(action, options).options(), context));
    }

    /** Runs a known action as a step of such a rollback. */
    public Evidence runIn(RollbackScope scope, String action) {
        return runIn(OrderContext.none().with(scope), action);
    }

    public Evidence run(String action, Order order) {
        return new ActionRunner(host, Clock.systemUTC()).run(action, order, recordingHeartbeats());
    }

    public Evidence run(Action action, Order order) {
        return run(action, order, FailPoint.NONE);
    }

    public Evidence run(Action action, Order order, FailPoint failPoint) {
        return new ActionRunner(host, Clock.systemUTC(), Map.of(action.name(), action), failPoint)
                .run(action.name(), order, recordingHeartbeats());
    }

    /** An attempt of that order, for parts that need one. */
    public Attempt attempt(Action action, Order order) {
        return new RunningAttempt(action, order, host, recordingHeartbeats(), Clock.systemUTC(), FailPoint.NONE);
    }

    private Heartbeats recordingHeartbeats() {
        return new Heartbeats() {
            @Override
            public void heartbeat(String progress) {
                heartbeats.add(progress);
            }

            @Override
            public int tryNumber() {
                return 1;
            }
        };
    }
}
