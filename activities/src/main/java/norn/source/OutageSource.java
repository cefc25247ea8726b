package norn.source;

import java.util.List;
import norn.yaml.Kind;
import org.jspecify.annotations.Nullable;

/**
 * How long the longest outage was during which some service was down, in minutes; one that began in an earlier window counts
 * from its beginning.
 *
 * @param services names in the section services
 */
@Kind("outage")
record OutageSource(List<String> services) implements Source {
    OutageSource {
        services = ServicesUp.checked(services);
    }

    @Override
    public List<String> references() {
        return ServicesUp.references(services);
    }

    @Override
    public Reading read(Moment moment, @Nullable Reading before) throws InterruptedException {
        return ServicesUp.read(services, moment);
    }

    @Override
    public @Nullable Double value(Window window) {
        var longest = 0.0;
        var downSince = window.carried();
        for (var reading : window.readings()) {
            if (downSince != null) {
                longest = Math.max(longest, reading.atEpochMillis() - downSince);
            }
            downSince = downSince(reading, downSince);
        }
        return minutes(longest);
    }

    @Override
    public @Nullable Double current(Window window) {
        var readings = window.readings();
        var downSince = carriedOver(window);
        return downSince == null ? 0 : minutes(readings.get(readings.size() - 1).atEpochMillis() - downSince);
    }

    /** Since when it is down at the end of the window, milliseconds since 1970; null: it is up. */
    @Override
    public @Nullable Double carriedOver(Window window) {
        var downSince = window.carried();
        for (var reading : window.readings()) {
            downSince = downSince(reading, downSince);
        }
        return downSince;
    }

    private static @Nullable Double downSince(Reading reading, @Nullable Double before) {
        if (ServicesUp.isUp(reading)) {
            return null;
        }
        return before == null ? (Double) (double) reading.atEpochMillis() : before;
    }

    private static double minutes(double milliseconds) {
        return milliseconds / 60_000.0;
    }
}
