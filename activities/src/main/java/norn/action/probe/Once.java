package norn.action.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import norn.action.AtomicFiles;
import norn.action.Attempt;
import norn.action.Folders;
import norn.plan.Order;

/**
 * A question that may be asked at most once a deployment. That it is asked is noted before: after a crash in between, its outcome
 * is unknown, and it is said so rather than asked again.
 */
final class Once {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;

    Once(Order order, Attempt attempt, String probe) {
        this.file = Folders.deployment(attempt.hands().records(), order.deployment())
                .resolve("once")
                .resolve(Folders.name(probe) + ".json");
    }

    /** What was noted; {@code right} null: asked, and the outcome is unknown. */
    record Note(@org.jspecify.annotations.Nullable Boolean right, String text) {}

    Optional<Note> noted() {
        if (!Files.exists(file)) return Optional.empty();
        try {
            return Optional.of(JSON.readValue(Files.readString(file), Note.class));
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
        } catch (IOException cannot) {
            throw new UncheckedIOException("cannot write " + file, cannot);
        }
        write(new Note(null, "asked"));
        return true;
    }

    void end(Answer answer, Attempt attempt) {
        write(new Note(answer.right(), attempt.redact(answer.text())));
    }

    private void write(Note note) {
        try {
            AtomicFiles.write(file, JSON.writeValueAsString(note));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
