package norn.plan;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A moment for people, to the minute: {@code 2026-12-01 09:05 UTC}. */
public final class MomentText {
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private MomentText() {}

    /** That moment. */
    public static String of(Instant moment) {
        return DAY_AND_TIME.format(moment);
    }

    /** The moment that is recorded in ISO form. */
    public static String ofIso(String moment) {
        return of(Instant.parse(moment));
    }
}
