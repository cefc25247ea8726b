package norn.database;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import norn.files.LenientJson;
import norn.files.RecordFolders;
import norn.plan.MomentText;

/**
 * How long each part took when a release was tried on this host's database: the estimate for the day and for a rollback.
 *
 * @param at when, in ISO form
 * @param restoreMilliseconds from a dump, compared with what it was taken of
 * @param backMilliseconds swapping back, until the old database serves again
 */
record TrialRecord(
        String release,
        String at,
        long sizeBytes,
        long restoreMilliseconds,
        long copyMilliseconds,
        long migrateMilliseconds,
        long swapMilliseconds,
        long backMilliseconds) {
    /** The record of that release; empty where it was not tried here. */
    static Optional<TrialRecord> find(Path records, String release) {
        return LenientJson.read(file(records, release), TrialRecord.class);
    }

    void write(Path records) {
        LenientJson.write(file(records, release), this);
    }

    /** What a rollback of the database takes, for people. */
    String estimate() {
        return "the old database is back in %s; from its dump, if the original is gone, in %s (tried at %s)"
                .formatted(text(backMilliseconds), text(restoreMilliseconds), MomentText.ofIso(at));
    }

    /** Such as {@code 0.8 s} or {@code 12 min}. */
    static String text(long milliseconds) {
        var time = Duration.ofMillis(milliseconds);
        return time.toMinutes() >= 3
                ? "%d min".formatted(time.plusSeconds(30).toMinutes())
                : "%.1f s".formatted(milliseconds / 1000.0);
    }

    private static Path file(Path records, String release) {
        return records.resolve("trials").resolve(RecordFolders.name(release) + ".json");
    }
}
