package norn.action;

import java.time.Instant;

/** Where the heartbeats of one try go: to Temporal, or to a terminal. */
public interface Heartbeats {
    /**
     * Passes a heartbeat on; {@code progress} is free of secrets.
     *
     * @throws Attempt.Stopped if the run no longer wants the result
     */
    void heartbeat(String progress);

    /** Which try of this attempt it is, from 1. */
    int tryNumber();

    /** The run that ordered the try; empty where none did. */
    default String run() {
        return "";
    }

    /** When the try was ordered: of two tries of a step, the later one is wanted. */
    default Instant orderedAt() {
        return Instant.now();
    }

    /**
     * Asks whether the result is still wanted, now.
     *
     * @throws Attempt.Stopped if it is not, or nobody can say
     */
    default void requireWanted() {}

    /** Passes on that a watch has taken a sample, for whoever counts. */
    default void looked(WatchLook look) {}

    /** Heartbeats of a first try that go nowhere. */
    static Heartbeats ignored() {
        return new Heartbeats() {
            @Override
            public void heartbeat(String progress) {}

            @Override
            public int tryNumber() {
                return 1;
            }
        };
    }
}
