package norn.action;

/** The signs of life of one try, as whoever drives the action takes them: Temporal's heartbeats, or a terminal. */
public interface Beats {
    /**
     * Passes a sign of life on; {@code progress} is free of secrets.
     *
     * @throws Attempt.Stopped if the run no longer wants the result
     */
    void beat(String progress);

    /** Which try of this attempt it is, from 1. */
    int tryNumber();

    /** Signs of life that nobody listens to: a first try. */
    static Beats unheard() {
        return new Beats() {
            @Override
            public void beat(String progress) {}

            @Override
            public int tryNumber() {
                return 1;
            }
        };
    }
}
