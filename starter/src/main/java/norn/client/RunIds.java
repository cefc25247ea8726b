package norn.client;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** The ids that the command line gives to runs. */
public final class RunIds {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmm").withZone(ZoneOffset.UTC);

    private RunIds() {}

    /** Such as {@code production-v1.0.0-20261201-0900}. */
    public static String deployment(String environment, String release, Instant now) {
        return "%s-%s-%s".formatted(environment, release, MINUTE.format(now));
    }

    /** The same, but for the minute of an id that a run on that server has had: then the next one that is free. */
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

    /** The command of Temporal's own CLI that starts the same. */
    public static String startCommand(String type, String id, Map<String, Object> input) {
        return "temporal workflow start --task-queue %s --type %s --workflow-id %s --input '%s'"
                .formatted(Connection.TASK_QUEUE, type, id, Json.line(input).replace("'", "'\\''"));
    }
}
