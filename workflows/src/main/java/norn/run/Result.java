package norn.run;

import java.time.Instant;
import norn.state.Status;
import org.jspecify.annotations.Nullable;

/**
 * The result of a deployment, or of a rollback that a person started.
 *
 * @param status one of the five final ones
 * @param previousRelease the release that served before; null where none did, or where that is not known
 * @param downtimeSeconds how long users were out; null where they never were
 * @param reason for people; empty where it simply ran to its end
 * @param fingerprintBefore the environment's fingerprint before the first change; null where none was taken
 * @param fingerprintAfter the fingerprint after a rollback; null where none was taken
 * @param report where the report lies; null where it could not be saved
 */
public record Result(
        Status status,
        String environment,
        String release,
        @Nullable String previousRelease,
        Instant startedAt,
        Instant endedAt,
        @Nullable Long downtimeSeconds,
        String reason,
        @Nullable String fingerprintBefore,
        @Nullable String fingerprintAfter,
        @Nullable String report) {
    /** The result of a run that changed nothing and has no report. */
    public static Result withoutChange(
            Status status,
            String environment,
            String release,
            @Nullable String previousRelease,
            Instant startedAt,
            Instant endedAt,
            String reason) {
        return new Result(
                status, environment, release, previousRelease, startedAt, endedAt, null, reason, null, null, null);
    }

    /** The same, with where its report lies. */
    public Result withReport(String report) {
        return new Result(
                status,
                environment,
                release,
                previousRelease,
                startedAt,
                endedAt,
                downtimeSeconds,
                reason,
                fingerprintBefore,
                fingerprintAfter,
                report);
    }
}
