package norn.action;

import java.util.List;
import norn.journal.Evidence;
import norn.plan.Order;

/** An action as a capability lists it: what it is called, and the deed. */
public record NamedAction(String name, String about, boolean changesWorld, List<Option> options, Deed deed)
        implements Action {
    public NamedAction {
        options = List.copyOf(options);
    }

    /** What an action does. */
    public interface Deed {
        /** See {@link Action#run}. */
        Evidence run(Order order, Attempt attempt) throws InterruptedException;
    }

    /** An action that changes what production serves from. */
    public static Action changing(String name, String about, Deed deed, Option... options) {
        return new NamedAction(name, about, true, List.of(options), deed);
    }

    /** An action that looks, or adds something of its own. */
    public static Action harmless(String name, String about, Deed deed, Option... options) {
        return new NamedAction(name, about, false, List.of(options), deed);
    }

    @Override
    public Evidence run(Order order, Attempt attempt) throws InterruptedException {
        return deed.run(order, attempt);
    }
}
