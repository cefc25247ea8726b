package norn.action;

import java.util.List;
import norn.journal.Evidence;
import norn.plan.Order;

/**
 * One thing that a machine does. It inspects, acts in a way that a crash cannot leave half-done, and looks again: run twice,
 * it does the work once and says "already so".
 */
public interface Action {
    /** The name that runbooks and Temporal call it by, such as {@code swap-database}. */
    String name();

    /** One sentence for people who choose it for a runbook. */
    String about();

    /** The options that an order may carry; anything else is refused by {@code runbook check}. */
    List<Option> options();

    /** Whether it changes the world; then an order with a fence below the host's is refused before and between its parts. */
    boolean changesWorld();

    /**
     * Does it.
     *
     * @throws ActionFailed with what is wrong and what to do; {@code retryable} where trying again may help
     */
    Evidence run(Order order, Attempt attempt);

    /**
     * An option of an order.
     *
     * @param type what its value is
     */
    record Option(String name, Type type, boolean required, String about) {
        /** What an option's value may be. */
        public enum Type {
            TEXT,
            NUMBER,
            FLAG,
            DURATION,
            LIST
        }
    }
}
