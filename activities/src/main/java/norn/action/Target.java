package norn.action;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import norn.files.LenientJson;
import norn.files.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * What a rollback of a deployment goes back to: the environment as its D-Day found it before the first change, in
 * {@code target.json} of the deployment's records. Written by {@code fingerprint}, read by everything that rolls back.
 *
 * @param deployment whose D-Day recorded it
 * @param recordedAt when, in ISO form
 * @param release the name of the release that was active; null where none was
 * @param directory where the active link led, resolved; null where it led nowhere
 * @param database the database's name; null where there is none
 * @param fingerprint one hash of the parts, hexadecimal
 * @param parts hash by part: release, configuration, schema, services, …
 * @param deploys the release that this deployment puts into service; null: not known
 * @param replaces the deployment whose target was the newest before; null: there was none
 */
public record Target(
        String deployment,
        String recordedAt,
        @Nullable String release,
        @Nullable String directory,
        @Nullable String database,
        String fingerprint,
        Map<String, String> parts,
        @Nullable String deploys,
        @Nullable String replaces) {
    public Target {
        parts = parts == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    /** When it was recorded. */
    public Instant recordedInstant() {
        return Instant.parse(recordedAt);
    }

    /** One hash of these parts. */
    public static String fingerprint(Map<String, String> parts) {
        var text = new StringBuilder();
        new TreeMap<>(parts)
                .forEach((name, part) ->
                        text.append(name).append('=').append(part).append('\n'));
        return Sha256.of(text.toString());
    }

    /**
     * The one in that folder; empty where there is none.
     *
     * @throws ActionFailed {@code TargetDamaged} where it is not as it was written
     */
    public static Optional<Target> read(Path folder) {
        try {
            var target = LenientJson.read(file(folder), Target.class);
            if (target.filter(found -> !found.fingerprint().equals(fingerprint(found.parts())))
                    .isPresent()) {
                throw damaged(folder, "its fingerprint is not that of its parts");
            }
            return target;
        } catch (UncheckedIOException unreadable) {
            throw damaged(folder, String.valueOf(unreadable.getCause()));
        }
    }

    private static ActionFailed damaged(Path folder, String how) {
        return new ActionFailed(
                "TargetDamaged",
                "%s: what a rollback goes back to is not as it was recorded: %s".formatted(file(folder), how),
                "Take the file from a copy of the records, then RETRY; or name a release to go back to (norn rollback"
                        + " --to).",
                false);
    }

    /** Writes it into that folder, in place of any other. */
    public void write(Path folder) {
        LenientJson.write(file(folder), this);
    }

    /** Where it lies in a folder. */
    public static Path file(Path folder) {
        return folder.resolve("target.json");
    }
}
