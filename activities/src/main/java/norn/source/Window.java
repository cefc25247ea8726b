package norn.source;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The readings of a measure in a window, in the order of time, without those moments at which there was no data.
 *
 * @param carried what the window before left to know; null: nothing
 * @param maxPause how far apart two readings may be for what lies between them to be known
 */
public record Window(
        List<Reading> readings,
        Combination combination,
        @Nullable Double carried,
        Duration maxPause) {
    public Window {
        readings = List.copyOf(readings);
    }

    /** The window cut down to its last reading. */
    Window last() {
        return lastOf(1);
    }

    /** The window cut down to that many readings at its end. */
    Window lastOf(int count) {
        return new Window(
                readings.subList(Math.max(0, readings.size() - count), readings.size()),
                combination,
                carried,
                maxPause);
    }

    /** What its readings of one number each come to. */
    @Nullable
    Double combined() {
        return combination.of(readings.stream().map(Reading::value).toList());
    }
}
