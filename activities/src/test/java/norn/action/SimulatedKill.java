package norn.action;

import java.util.concurrent.atomic.AtomicInteger;
import norn.action.run.Actions;
import org.jspecify.annotations.Nullable;

/** Ends an action at a place, as a kill would: no clean-up of the action catches it. */
public final class SimulatedKill extends Error {
    private static final long serialVersionUID = 1;

    /** One at that place. */
    public SimulatedKill(String place) {
        super(place);
    }

    /** Runs the action, and ends it at the nth place where it can be; returns that, or null where it got through before. */
    public static @Nullable String atNth(ActionHarness harness, String action, int nth) {
        var count = new AtomicInteger();
        try {
            harness.run(Actions.known().get(action), harness.order(action), place -> {
                if (count.incrementAndGet() == nth) {
                    throw new SimulatedKill(place);
                }
            });
            return null;
        } catch (SimulatedKill here) {
            return here.getMessage();
        }
    }
}
