package norn.action;

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
