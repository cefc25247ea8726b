package norn.action;

import java.time.Duration;
import java.util.List;
import norn.plan.Order;

/**
 * What a try has to itself while it runs. Nothing of it begins before whoever had it has ended.
 *
 * @param everything nobody changes the environment meanwhile
 * @param parts what it acts on, such as {@code code} or {@code services/dashboard}
 * @param timeout how long it waits for whoever has it
 */
public record Holding(boolean everything, List<String> parts, Duration timeout) {
    /** Whoever has it was asked to end: it soon does, or it hangs. */
    private static final Duration SHORT = Duration.ofSeconds(30);
    /** Longer than a step may take: another deployment's work is awaited. */
    private static final Duration LONG = Duration.ofDays(1);

    public Holding {
        parts = parts.stream().distinct().sorted().toList(); // in one order, so that no two wait for each other
    }

    /** Whether it is for what acts on nothing that others act on. */
    public boolean isNothing() {
        return !everything && parts.isEmpty();
    }

    /** For what only reads, or writes what no other writes. */
    public static Holding nothing() {
        return new Holding(false, List.of(), Duration.ZERO);
    }

    /** Those parts. */
    public static Holding of(List<String> parts) {
        return new Holding(false, parts, SHORT);
    }

    /** Those parts, once others have done with them, however long that takes. */
    public static Holding inTurn(List<String> parts) {
        return new Holding(false, parts, LONG);
    }

    /** What a step of one deployment writes and no other does, such as its backup: no two tries of it do that at once. */
    public static Holding ofStep(Order order) {
        return of(List.of("steps/%s/%s".formatted(order.deployment(), order.step())));
    }

    /** The environment as a whole. */
    public static Holding ofEverything() {
        return new Holding(true, List.of(), SHORT);
    }
}
