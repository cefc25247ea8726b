package norn.action.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import norn.action.AtomicFiles;
import norn.action.Folders;

/** What was in the original when it was closed, kept until a rollback compares. */
final class KeptContent {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private final Path due;

    KeptContent(Path records, String deployment) {
        var folder = Folders.deployment(records, deployment).resolve("database");
        this.file = folder.resolve("content.json");
        this.due = folder.resolve("content.due");
    }

    void write(Content content) {
        try {
            AtomicFiles.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What was noted of an earlier copy is not what is in this one. */
    void forget() {
        AtomicFiles.delete(file);
    }

    /** Notes, before the original serves again, that it is still to be compared. */
    void compareNext() {
        AtomicFiles.write(due, "");
    }

    /** Whether it is to be compared. */
    boolean isDue() {
        return Files.exists(due);
    }

    /** It was compared, whatever came of it. */
    void compared() {
        AtomicFiles.delete(due);
    }

    Optional<Content> read() {
        try {
            return Optional.of(JSON.readValue(Files.readString(file), Content.class));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }
}
