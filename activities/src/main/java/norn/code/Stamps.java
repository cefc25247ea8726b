package norn.code;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import norn.files.AtomicFiles;

/** What Norn notes in a release's directory, under {@code .norn}: what it was checked out from, and what was built. */
final class Stamps {
    /** The folder in a release's directory. */
    static final String FOLDER = ".norn";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Stamps() {}

    /** Checked out completely, shared files included. */
    record CheckedOut(String release, String commit, Map<String, String> shared) {}

    /**
     * Built completely.
     *
     * @param inputs one hash of commit, shared files and commands
     * @param outputs hash by path
     */
    record Built(String component, String inputs, Map<String, String> outputs) {}

    static Optional<CheckedOut> checkedOut(Path release) {
        return read(release.resolve(FOLDER).resolve("checked-out.json"), CheckedOut.class);
    }

    static void write(Path release, CheckedOut stamp) {
        save(release.resolve(FOLDER).resolve("checked-out.json"), stamp);
    }

    static Optional<Built> built(Path release, String component) {
        return read(built(release).resolve(component + ".json"), Built.class);
    }

    static void write(Path release, Built stamp) {
        save(built(release).resolve(stamp.component() + ".json"), stamp);
    }

    /** Whose time of change is the build's start. */
    static Path started(Path release, String component) {
        return built(release).resolve(component + ".started");
    }

    private static Path built(Path release) {
        return release.resolve(FOLDER).resolve("built");
    }

    private static <T> Optional<T> read(Path file, Class<T> type) {
        try {
            return Optional.of(JSON.readValue(Files.readString(file), type));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }

    private static void save(Path file, Object stamp) {
        try {
            AtomicFiles.write(file, JSON.writeValueAsString(stamp));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
