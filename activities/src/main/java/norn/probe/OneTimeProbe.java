package norn.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import norn.action.Attempt;
import norn.files.LenientJson;
import norn.files.RecordFolders;
import norn.plan.Order;
import org.jspecify.annotations.Nullable;

/**
 * A question that may be asked at most once a deployment. That it is asked is noted before: after a crash in between, its outcome
 * is unknown, and it is said so rather than asked again.
 */
final class OneTimeProbe {
    private final Path file;

    OneTimeProbe(Order order, Attempt attempt, String probe) {
        this.file = RecordFolders.deployment(attempt.host().records(), order.deployment())
                .resolve("once")
                .resolve(RecordFolders.name(probe) + ".json");
    }

    /** What was noted; {@code passed} null: asked, and the outcome is unknown. */
    record Note(@Nullable Boolean passed, String text) {}

    Optional<Note> recorded() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(LenientJson.parse(Files.readString(file), Note.class));
        } catch (IOException half) {
            return Optional.of(new Note(null, "the note is unreadable"));
        }
    }

    /** Notes that it is about to be asked; false where somebody else did so at the same moment. */
    boolean begin() {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.createFile(file);
        } catch (FileAlreadyExistsException other) {
            return false;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + file, failure);
        }
        write(new Note(null, "asked"));
        return true;
    }

    void end(ProbeResult answer, Attempt attempt) {
        write(new Note(answer.passed(), attempt.redact(answer.text())));
    }

    private void write(Note note) {
        LenientJson.write(file, note);
    }
}
