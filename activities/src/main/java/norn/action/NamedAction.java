package norn.action;

import java.util.List;
import norn.plan.Order;
import norn.state.Evidence;

/** An action as a capability lists it: what it is called, and what it does. */
public record NamedAction(
        String name, String description, boolean changesEnvironment, List<Option> options, Handler handler)
        implements Action {
    public NamedAction {
        options = List.copyOf(options);
    }

    /** What an action does. */
    public interface Handler {
        /** See {@link Action#run}. */
        Evidence run(Order order, Attempt attempt) throws InterruptedException;
    }

    /** An action that changes what production serves from. */
    public static Action changing(String name, String description, Handler handler, Option... options) {
        return new NamedAction(name, description, true, List.of(options), handler);
    }

    /** An action that only reads, or adds something of its own. */
    public static Action harmless(String name, String description, Handler handler, Option... options) {
        return new NamedAction(name, description, false, List.of(options), handler);
    }

    @Override
    public Evidence run(Order order, Attempt attempt) throws InterruptedException {
        return handler.run(order, attempt);
    }
}
