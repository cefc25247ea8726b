package norn.run;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import norn.runbook.PhaseName;

/** The ids of runs. */
public final class RunIds {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmm").withZone(ZoneOffset.UTC);

    private RunIds() {}

    /** A deployment, as front ends name it: such as {@code production-v1.0.0-20261201-0900}. */
    public static String deployment(String environment, String release, Instant now) {
        return "%s-%s-%s".formatted(environment, release, MINUTE.format(now));
    }

    /** A rollback that a person starts, as front ends name it: such as {@code production-rollback-20261201-0900}. */
    public static String rollback(String environment, Instant now) {
        return deployment(environment, "rollback", now);
    }

    /** A phase of that deployment. */
    public static String phase(String deployment, PhaseName phase) {
        return deployment + "/" + phase.id();
    }

    /** The lock of that environment. */
    public static String environmentLock(String environment) {
        return "norn/" + environment;
    }

    /** The lock of the deployment that watches that environment. */
    public static String watchLock(String environment) {
        return environmentLock(environment) + "/watch";
    }
}
