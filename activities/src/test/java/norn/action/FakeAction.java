package norn.action;

import java.util.List;
import norn.plan.Order;
import norn.state.Evidence;

/** An action whose handler a test writes. */
public record FakeAction(boolean changesEnvironment, List<Option> options, FakeHandler handler) implements Action {
    public interface FakeHandler {
        Evidence run(Order order, Attempt attempt) throws InterruptedException;
    }

    public static FakeAction changing(FakeHandler handler) {
        return new FakeAction(true, List.of(), handler);
    }

    public static FakeAction harmless(FakeHandler handler) {
        return new FakeAction(false, List.of(), handler);
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public String description() {
        return "Does what a test wants.";
    }

    @Override
    public Evidence run(Order order, Attempt attempt) throws InterruptedException {
        return handler.run(order, attempt);
    }
}
