package norn.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import norn.files.AtomicFiles;
import org.jspecify.annotations.Nullable;

/**
 * What a rollback goes back to: the world as it was before the first change, as the last D-Day recorded it on this host in
 * {@code records/target.json}. Written by {@code fingerprint}, read by everything that takes back.
 *
 * @param deployment whose D-Day recorded it
 * @param recordedAt when, in ISO form
 * @param release the name of the release that was active; null where none was
 * @param directory where the active link led, resolved; null where it led nowhere
 * @param database the database's name; null where there is none
 * @param fingerprint one hash of the parts, hexadecimal
 * @param parts hash by part: release, configuration, schema, services, …
 */
public record Target(
        String deployment,
        String recordedAt,
        @Nullable String release,
        @Nullable String directory,
        @Nullable String database,
        String fingerprint,
        Map<String, String> parts) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    public Target {
        parts = parts == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    /** The recorded one; empty where no D-Day has recorded any. */
    public static Optional<Target> read(Path records) {
        try {
            return Optional.of(JSON.readValue(Files.readString(file(records)), Target.class));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file(records), unreadable);
        }
    }

    /** Records this one, in place of any other. */
    public void write(Path records) {
        try {
            AtomicFiles.write(
                    file(records), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Where it is recorded. */
    public static Path file(Path records) {
        return records.resolve("target.json");
    }
}
