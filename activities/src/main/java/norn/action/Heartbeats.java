package norn.action;

/** The signs of life of one try, as whoever drives the action takes them: Temporal's heartbeats, or a terminal. */
public interface Heartbeats {
    /**
     * Passes a sign of life on; {@code progress} is free of secrets.
     *
     * @throws Attempt.Stopped if the run no longer wants the result
     */
    void heartbeat(String progress);

    /** Which try of this attempt it is, from 1. */
    int tryNumber();

    /** Signs of life that nobody listens to: a first try. */
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
