package norn.plan;

import java.time.Duration;
import java.util.Map;
import norn.runbook.Durations;
import norn.runbook.Work;

/**
 * How long a watch lasts: its option {@code window} in planned time, at the environment's pace, and at least its option
 * {@code minimum} in real time, so that the fastest rehearsal still takes samples.
 */
public final class WatchWindow {
    private static final Duration MINIMUM = Duration.ofSeconds(2);

    private WatchWindow() {}

    /**
     * The window's real length.
     *
     * @throws IllegalArgumentException if an option cannot be read, showing the forms that exist
     */
    public static Duration of(Work.Action action, Pace pace) {
        var window = pace.of(read(action.options(), "window", Duration.ZERO));
        var minimum = read(action.options(), "minimum", MINIMUM);
        return window.compareTo(minimum) > 0 ? window : minimum;
    }

    private static Duration read(Map<String, Object> options, String name, Duration fallback) {
        var value = options.get(name);
        return value == null ? fallback : Durations.parse(value.toString());
    }
}
