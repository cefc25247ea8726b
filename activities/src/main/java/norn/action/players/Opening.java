package norn.action.players;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import norn.action.AtomicFiles;
import norn.action.Attempt;
import norn.action.Folders;

/** The note on the host that a deployment let players in: from then on what is written is theirs. */
public final class Opening {
    private final Path file;

    private Opening(Path records, String deployment) {
        file = Folders.deployment(records, deployment).resolve("door-opened");
    }

    /** Notes it, before the door opens; the first time counts. */
    static void note(Attempt attempt, String deployment) {
        var opening = new Opening(attempt.hands().records(), deployment);
        if (opening.read().isEmpty())
            AtomicFiles.write(opening.file, attempt.clock().instant() + "\n");
    }

    /** Since when that deployment's database may hold what players wrote; empty where only testers can have written in it. */
    public static Optional<Instant> since(Attempt attempt, String deployment) {
        return new Opening(attempt.hands().records(), deployment).read();
    }

    /** Whether the door, if there is one, keeps players out at this moment. */
    public static boolean isShut(Attempt attempt) {
        return attempt.hands().section(PlayersSettings.class).isPresent() && new Door(attempt).isClosed();
    }

    private Optional<Instant> read() {
        try {
            return Optional.of(Instant.parse(Files.readString(file).strip()));
        } catch (NoSuchFileException never) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }
}
