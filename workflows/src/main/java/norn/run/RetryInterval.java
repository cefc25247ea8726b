package norn.run;

import java.time.Duration;
import java.time.Instant;

/**
 * The time between two tries of what may take months: it grows with the time that has passed, so that no history fills up, and
 * what has ended is noticed within a sixtieth of the time that it took.
 */
public final class RetryInterval {
    private static final int PARTS = 60;

    private final Instant since = Clock.now();
    private final Duration first;

    /** One that begins now, and is never shorter than {@code first}. */
    public RetryInterval(Duration first) {
        this.first = first;
    }

    /** The time until the next try. */
    public Duration next() {
        var grown = Duration.between(since, Clock.now()).dividedBy(PARTS);
        return grown.compareTo(first) > 0 ? grown : first;
    }
}
