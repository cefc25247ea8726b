package norn.rehearsal.systemd;

/**
 * Whether a user's systemd runs, and can run what a sandbox has.
 *
 * @param state unknown counts as no
 * @param detail its version where it runs, else the reason, in words that follow a colon
 */
public record Presence(State state, String detail) {
    /** The three outcomes of looking for it. */
    public enum State {
        YES,
        NO,
        UNKNOWN
    }

    static Presence yes(String version) {
        return new Presence(State.YES, version);
    }

    /** It does not, or cannot be used. */
    public static Presence no(String reason) {
        return new Presence(State.NO, reason);
    }

    static Presence unknown(String reason) {
        return new Presence(State.UNKNOWN, reason);
    }

    /** Whether it certainly runs. */
    public boolean isYes() {
        return state == State.YES;
    }
}
