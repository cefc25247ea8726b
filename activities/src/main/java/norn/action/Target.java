package norn.action;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import norn.files.LenientJson;
import org.jspecify.annotations.Nullable;

/**
 * What a rollback goes back to: the environment as it was before the first change, as the last D-Day recorded it on this host in
 * {@code records/target.json}. Written by {@code fingerprint}, read by everything that rolls back.
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
    public Target {
        parts = parts == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    /** The recorded one; empty where no D-Day has recorded any. */
    public static Optional<Target> read(Path records) {
        return LenientJson.read(file(records), Target.class);
    }

    /** Records this one, in place of any other. */
    public void write(Path records) {
        LenientJson.write(file(records), this);
    }

    /** Where it is recorded. */
    public static Path file(Path records) {
        return records.resolve("target.json");
    }
}
