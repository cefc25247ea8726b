package norn.yaml;

import java.time.Duration;

/** Durations as people write them; see {@link norn.runbook.Durations}, which the engine reads them with too. */
public final class Durations {
    private Durations() {}

    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException showing the forms that exist
     */
    public static Duration parse(String text) {
        return norn.runbook.Durations.parse(text);
    }

    /** Writes a duration so that {@link #parse} reads it. */
    public static String text(Duration duration) {
        return norn.runbook.Durations.text(duration);
    }
}
