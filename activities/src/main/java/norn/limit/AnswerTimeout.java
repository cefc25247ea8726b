package norn.limit;

import java.time.Duration;

/** How long an answer may take: clients take none at all for without end, and a very long one for none. */
public final class AnswerTimeout {
    private static final Duration LONGEST = Duration.ofHours(1);

    private AnswerTimeout() {}

    /** Refuses what is no such time. */
    public static void require(Duration timeout) {
        if (timeout.isZero() || timeout.isNegative() || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("timeout: expected more than 0s, and at most 1h");
        }
    }
}
