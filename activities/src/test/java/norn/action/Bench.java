package norn.action;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.environment.HostHands;
import norn.journal.Evidence;
import norn.plan.Order;

/** A host on which actions can be tried without Temporal: its hands, a runner, and orders that differ in what a test says. */
public final class Bench {
    public static final String CANARY = "c4n4ry-Sup3r'Secret";

    private final HostHands hands;
    private final List<String> beats = new ArrayList<>();
    private String deployment = "rehearsal-v1.0.0-20261201-0900";
    private long fence;

    public Bench(Path records, Object... settings) {
        this(records, Map.of("canary", CANARY), List.of(settings), "x = 1\n");
    }

    public Bench(Path records, Map<String, String> secrets, List<?> settings, String text) {
        hands = new HostHands("rehearsal", records, settings, secrets, Map.of(), text);
    }

    public HostHands hands() {
        return hands;
    }

    public List<String> beats() {
        return beats;
    }

    public Bench deployment(String id) {
        deployment = id;
        return this;
    }

    public Bench fence(long number) {
        fence = number;
        return this;
    }

    /** An order for that step, attempt 1; {@code options} are pairs of name and value. */
    public Order order(String step, Object... options) {
        return again(step, 1, options);
    }

    public Order again(String step, int attempt, Object... options) {
        var named = new LinkedHashMap<String, Object>();
        for (int i = 0; i < options.length; i += 2) named.put((String) options[i], options[i + 1]);
        return new Order(deployment, "rehearsal", "v1.0.0", "v0.9.0", null, step, attempt, fence, null, named);
    }

    /** Runs a known action as the step of its own name. */
    public Evidence run(String action, Object... options) {
        return run(action, order(action, options));
    }

    public Evidence run(String action, Order order) {
        return new ActionRunner(hands, Clock.systemUTC()).run(action, order, heard());
    }

    public Evidence run(Action action, Order order) {
        return run(action, order, Boundary.NONE);
    }

    public Evidence run(Action action, Order order, Boundary boundary) {
        return new ActionRunner(hands, Clock.systemUTC(), Map.of(action.name(), action), boundary)
                .run(action.name(), order, heard());
    }

    /** An attempt of that order, for parts that need one. */
    public Attempt attempt(Action action, Order order) {
        return new RunningAttempt(action, order, hands, heard(), Clock.systemUTC(), Boundary.NONE);
    }

    private Beats heard() {
        return new Beats() {
            @Override
            public void beat(String progress) {
                beats.add(progress);
            }

            @Override
            public int tryNumber() {
                return 1;
            }
        };
    }
}
