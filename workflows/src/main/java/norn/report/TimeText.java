package norn.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import norn.plan.MomentText;

/** Moments and durations for people who wait, as short as they can be and still be right. */
public final class TimeText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private TimeText() {}

    /** A moment: its time, with its date on another day than {@code now}. */
    public static String moment(Instant moment, Instant now) {
        var day = LocalDate.ofInstant(moment, ZoneOffset.UTC);
        return day.equals(LocalDate.ofInstant(now, ZoneOffset.UTC)) ? TIME.format(moment) : MomentText.of(moment);
    }

    /** The moment, and how far it is away: {@code 11:48 UTC (12 min ago)}. */
    public static String relative(Instant moment, Instant now) {
        return "%s (%s)"
                .formatted(
                        moment(moment, now),
                        moment.isAfter(now)
                                ? "in " + rough(Duration.between(now, moment))
                                : rough(Duration.between(moment, now)) + " ago");
    }

    /** About how long: such as {@code 40 s}, {@code 15 min}, {@code 3 h 10 min}, {@code 2 d 4 h}. */
    public static String rough(Duration length) {
        var seconds = Math.max(0, length.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        var minutes = seconds / 60;
        if (minutes < 60) {
            return minutes + " min";
        }
        var hours = minutes / 60;
        return hours < 48 ? both(hours, "h", minutes % 60, "min") : both(hours / 24, "d", hours % 24, "h");
    }

    private static String both(long large, String largeUnit, long small, String smallUnit) {
        return "%d %s%s".formatted(large, largeUnit, small == 0 ? "" : " %d %s".formatted(small, smallUnit));
    }
}
