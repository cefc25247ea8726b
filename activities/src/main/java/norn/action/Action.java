package norn.action;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.environment.Host;
import norn.plan.Order;
import norn.runbook.StepPurpose;
import norn.state.Evidence;

/**
 * One thing that a machine does. It inspects, acts in a way that a crash cannot leave half-done, and inspects again: run twice,
 * it does the work once and says "already so".
 */
public interface Action {
    /** The name that runbooks and Temporal call it by, such as {@code swap-database}. */
    String name();

    /** One sentence for people who choose it for a runbook. */
    String description();

    /** The options that an order may carry; anything else is refused, by {@code runbook check} already. */
    List<Option> options();

    /**
     * Whether it touches what production serves from; then an order with a fence below the host's is refused before it and
     * between its parts. What only adds a folder or a file of its own does not.
     */
    boolean changesEnvironment();

    /**
     * Whether it only says something to the people who run deployments: they hear it of every run, also of one whose place another has
     * taken.
     */
    default boolean notifiesPeople() {
        return false;
    }

    /** What it has to itself while it runs that order: what another might act on at the same time. */
    default Holding holding(Order order, Host host) {
        return changesEnvironment() ? Holding.of(List.of(name())) : Holding.nothing();
    }

    /** What it reads of the environment file: {@code environment check} demands exactly that, and no other section. */
    default List<String> references(ActionCall call) {
        return List.of();
    }

    /**
     * The purpose of a step that calls it, where no other makes sense: {@code runbook check} demands that such a step states
     * it, since the engine and the reports go by the purpose alone.
     */
    default Optional<StepPurpose> purpose() {
        return Optional.empty();
    }

    /**
     * Does it.
     *
     * @throws ActionFailed with what is wrong and what to do; {@code retryable} where trying again may help
     * @throws InterruptedException where the thread that does it is interrupted; it counts as stopped
     */
    Evidence run(Order order, Attempt attempt) throws InterruptedException;

    /**
     * An option of an order.
     *
     * @param type what its value is
     * @param answeredByRun the worker fills it in: with what the run that gave the order answers to the query of this name
     */
    record Option(String name, Type type, boolean required, boolean answeredByRun, String description) {
        /** An option that is not required. */
        public static Option optional(String name, Type type, String description) {
            return new Option(name, type, false, false, description);
        }

        /** An option without which an order is refused. */
        public static Option required(String name, Type type, String description) {
            return new Option(name, type, true, false, description);
        }

        /** An option that the worker fills in with the run's answer to the query of that name. */
        public static Option ofRun(String query, Type type, String description) {
            return new Option(query, type, false, true, description);
        }

        /** What an option's value may be. */
        public enum Type {
            TEXT,
            NUMBER,
            FLAG,
            /** Such as {@code 30s}, {@code 5m}, {@code 2h}, {@code 1d}. */
            DURATION,
            LIST,
            /** A list of components; those that an environment excludes are dropped from it. */
            COMPONENTS,
            /** A map of fields; only drivers and workflows write those. */
            OBJECT;

            /** Whether {@code value}, as JSON or YAML gives it, is of this type. */
            public boolean fits(Object value) {
                return switch (this) {
                    case TEXT -> value instanceof String;
                    case NUMBER -> value instanceof Number;
                    case FLAG -> value instanceof Boolean;
                    case DURATION ->
                        value instanceof String text
                                && Options.readDuration(text).isPresent();
                    case LIST, COMPONENTS -> value instanceof List;
                    case OBJECT -> value instanceof Map;
                };
            }
        }
    }
}
