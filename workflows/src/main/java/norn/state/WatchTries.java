package norn.state;

import java.time.Duration;
import java.time.Instant;

/**
 * How often a watch has failed in a row.
 *
 * @param failures since it last watched for a while; 0: the last try has not failed
 * @param startedAt when the last try was ordered
 */
public record WatchTries(int failures, Instant startedAt) {
    private static final Duration FIRST_INTERVAL = Duration.ofMinutes(1);
    private static final Duration MAX_INTERVAL = Duration.ofMinutes(30);
    /** A try that lasted so long did watch: its failure is another one. */
    private static final Duration WATCHED = Duration.ofMinutes(10);

    /** The first try of an attempt. */
    static WatchTries first(Instant at) {
        return new WatchTries(0, at);
    }

    WatchTries failed(Instant at) {
        var hasWatched = Duration.between(startedAt, at).compareTo(WATCHED) >= 0;
        return new WatchTries(hasWatched ? 1 : failures + 1, startedAt);
    }

    WatchTries again(Instant at) {
        return new WatchTries(failures, at);
    }

    /** Whether the last failure is one that people have not been notified of. */
    public boolean isNewFailure() {
        return failures == 1;
    }

    /** How long after its last failure it is tried again: doubled with each, up to half an hour. */
    Duration interval() {
        var doubled = FIRST_INTERVAL.multipliedBy(1L << Math.min(failures - 1, 5));
        return doubled.compareTo(MAX_INTERVAL) < 0 ? doubled : MAX_INTERVAL;
    }
}
