package norn.action;

import java.util.List;
import norn.journal.Evidence;
import norn.plan.Order;

/** An action whose deed a test writes. */
record FakeAction(boolean changesWorld, List<Option> options, Deed deed) implements Action {
    interface Deed {
        Evidence run(Order order, Attempt attempt) throws InterruptedException;
    }

    static FakeAction changing(Deed deed) {
        return new FakeAction(true, List.of(), deed);
    }

    static FakeAction looking(Deed deed) {
        return new FakeAction(false, List.of(), deed);
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public String about() {
        return "Does what a test wants.";
    }

    @Override
    public Evidence run(Order order, Attempt attempt) throws InterruptedException {
        return deed.run(order, attempt);
    }
}
