package norn.state;

import java.util.Optional;

/** Which refused messages are recorded: the first ones each, and after them one at every doubling, which says how many there were. */
public final class RefusalCount {
    /** So many are recorded one by one. */
    public static final int MAX_SINGLE = 200;

    private int count;
    private int next = 2 * MAX_SINGLE;

    /** Counts one more; what is recorded of it, empty where nothing is. Whoever sent it gets the reason in any case. */
    public Optional<String> recorded(String reason) {
        count++;
        if (count <= MAX_SINGLE) {
            return Optional.of(reason);
        }
        if (count < next) {
            return Optional.empty();
        }
        next *= 2;
        return Optional.of("%s (%d messages were refused so far; of those after the first %d few are recorded)"
                .formatted(reason, count, MAX_SINGLE));
    }
}
