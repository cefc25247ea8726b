package norn.plan;

import java.time.Duration;
import java.util.List;

/**
 * How people are asked, and how long their answer holds.
 *
 * @param keepCovers so long KEEP covers what was seen of a criterion
 * @param clearlyWorsePercent by so much of what was seen a value must be worse to be asked about before that
 * @param reminders how long after the last notice people are reminded, ever again: the last one repeats
 * @param remindersWhileUsersAreOut the same for the first reminders while users are out
 */
public record Asking(
        Duration keepCovers, double clearlyWorsePercent, List<Duration> reminders, Duration remindersWhileUsersAreOut) {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final int MAX_PERCENT = 1_000;

    /** As it is where an environment says nothing, and as it was before an environment could say. */
    public static final Asking DEFAULT = new Asking(
            Duration.ofHours(4),
            20,
            List.of(Duration.ofHours(1), Duration.ofHours(3), Duration.ofHours(20), Duration.ofHours(24)),
            Duration.ofMinutes(10));

    public Asking {
        reminders = List.copyOf(reminders);
        check("keepCovers", keepCovers);
        check("remindersWhileUsersAreOut", remindersWhileUsersAreOut);
        reminders.forEach(after -> check("reminders", after));
        if (reminders.isEmpty()) {
            throw new IllegalArgumentException("reminders: none. Expected: at least one time, such as [1h, 3h, 24h]");
        }
        if (!(clearlyWorsePercent > 0 && clearlyWorsePercent <= MAX_PERCENT)) {
            throw new IllegalArgumentException("clearlyWorsePercent: expected more than 0, and at most " + MAX_PERCENT);
        }
    }

    private static void check(String name, Duration length) {
        if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + ": expected 1 minute to 7 days");
        }
    }

    /** From what was seen, by so much worse. */
    public double clearly(double seen) {
        return Math.abs(seen) * clearlyWorsePercent / 100;
    }
}
