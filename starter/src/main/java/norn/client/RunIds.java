package norn.client;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** The ids that front ends give to runs. */
public final class RunIds {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmm").withZone(ZoneOffset.UTC);

    private RunIds() {}

    /** Such as {@code production-v1.0.0-20261201-0900}. */
    public static String deployment(String environment, String release, Instant now) {
        return "%s-%s-%s".formatted(environment, release, MINUTE.format(now));
    }

    /** The same, with the first minute from {@code now} on whose id no run on that server has had. */
    public static String unused(Connection connection, String environment, String release, Instant now) {
        var minute = now;
        while (connection.exists(deployment(environment, release, minute))) {
            minute = minute.plus(1, ChronoUnit.MINUTES);
        }
        return deployment(environment, release, minute);
    }

    /** Such as {@code production-rollback-20261201-0900}. */
    public static String rollback(String environment, Instant now) {
        return deployment(environment, "rollback", now);
    }
}
