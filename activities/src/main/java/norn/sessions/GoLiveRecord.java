package norn.sessions;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import norn.action.Attempt;
import norn.action.Target;
import norn.action.Targets;
import norn.files.AtomicFiles;
import norn.files.LenientJson;
import norn.files.RecordFolders;
import norn.state.Finding;

/** The record on the host that a deployment went live, and let users in: what is written from then on is theirs. */
public final class GoLiveRecord {
    private final Path file;

    private GoLiveRecord(Path records, String deployment) {
        file = RecordFolders.deployment(records, deployment).resolve("went-live");
    }

    /** Records it, before maintenance mode ends; the first time counts. */
    static void save(Attempt attempt, String deployment) {
        var goLive = new GoLiveRecord(attempt.host().records(), deployment);
        if (goLive.read().isEmpty()) {
            AtomicFiles.write(goLive.file, attempt.clock().instant() + "\n");
        }
    }

    /** Since when that deployment's database may hold what users wrote; empty where only testers can have written in it. */
    public static Optional<Instant> since(Attempt attempt, String deployment) {
        return since(attempt.host().records(), deployment);
    }

    /** The same, by the records of the host. */
    public static Optional<Instant> since(Path records, String deployment) {
        return new GoLiveRecord(records, deployment).read();
    }

    /**
     * Whether that deployment let users in: as disabling maintenance mode recorded it, or, where there is no such mode, as the deployment
     * last reported.
     */
    public static boolean isLive(Path records, String deployment) {
        if (since(records, deployment).isPresent()) {
            return true;
        }
        var report = RecordFolders.deployment(records, deployment).resolve("report.json");
        return LenientJson.read(report, JsonNode.class)
                .filter(last -> last.hasNonNull("goLiveAt"))
                .isPresent();
    }

    /** The deployment that let users in after that one, and was not rolled back; empty where none has. */
    public static Optional<String> after(Path records, String deployment) {
        var targets = new Targets(records);
        var own = targets.of(deployment);
        return own.isEmpty()
                ? Optional.empty()
                : targets.inEffect()
                        .filter(newest ->
                                newest.recordedInstant().isAfter(own.get().recordedInstant()))
                        .map(Target::deployment)
                        .filter(later ->
                                !later.equals(deployment) && !targets.isRolledBack(later) && isLive(records, later));
    }

    /** Whether it is certain that maintenance mode, where there is one, keeps users out at this moment. */
    public static boolean isInMaintenance(Attempt attempt) {
        return attempt.host()
                .section(SessionsSettings.class)
                .filter(settings -> settings.maintenance().state() == Finding.YES)
                .isPresent();
    }

    private Optional<Instant> read() {
        try {
            return Optional.of(Instant.parse(Files.readString(file).strip()));
        } catch (NoSuchFileException never) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        } catch (DateTimeException damaged) {
            throw new UncheckedIOException("cannot read " + file, new IOException("it holds no time", damaged));
        }
    }
}
