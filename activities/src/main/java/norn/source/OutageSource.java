package norn.source;

import java.util.List;
import norn.yaml.Default;
import norn.yaml.Kind;
import org.jspecify.annotations.Nullable;

/**
 * How long the longest outage was, in minutes: the time in which, look after look, users could not use the installation; one that
 * began in an earlier window counts from its beginning. Time in which nobody looked is unknown, and counts neither way: so no
 * clock that is set, and no single look before a gap, makes an outage.
 *
 * @param services those without which users cannot use the installation, by their names in the section services
 * @param downWhen whether it is down as soon as any of them is, or only when all are
 */
@Kind("outage")
record OutageSource(List<String> services, @Default("any") DownWhen downWhen) implements Source {
    /** How many of the services must be down. */
    enum DownWhen {
        /** Any one of them. */
        ANY,
        /** All of them. */
        ALL
    }

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
        return minutes(walk(window).longest);
    }

    @Override
    public @Nullable Double current(Window window) {
        var walk = walk(window);
        return minutes(walk.isDown ? walk.down : 0);
    }

    /** How long it has been down at the end of the window, in milliseconds; null: it is up. */
    @Override
    public @Nullable Double carriedOver(Window window) {
        var walk = walk(window);
        return walk.isDown ? (Double) walk.down : null;
    }

    private Walk walk(Window window) {
        var walk = new Walk(window);
        window.readings().forEach(walk::add);
        return walk;
    }

    private boolean isDown(Reading reading) {
        return downWhen == DownWhen.ALL ? ServicesUp.allDown(reading) : !ServicesUp.isUp(reading);
    }

    private static double minutes(double milliseconds) {
        return milliseconds / 60_000.0;
    }

    /** Goes through the looks of a window, and adds up what it sees of each outage. */
    private final class Walk {
        private final double maxPause;
        private double longest;
        private double down;
        private boolean isDown;
        private @Nullable Reading before;

        Walk(Window window) {
            maxPause = window.maxPause().toMillis();
            var carried = window.carried();
            isDown = carried != null;
            down = carried == null ? 0 : carried;
        }

        void add(Reading reading) {
            if (isDown && before != null) {
                var pause = reading.atEpochMillis() - before.atEpochMillis();
                down += pause > 0 && pause <= maxPause ? pause : 0;
            }
            if (isDown) {
                longest = Math.max(longest, down);
            }
            var wasDown = isDown;
            isDown = isDown(reading);
            if (!isDown || !wasDown) {
                down = 0;
            }
            before = reading;
        }
    }
}
