package norn.sessions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.action.ActionFailed;
import norn.configuration.SettingsFile;
import norn.configuration.SettingsFormat;
import norn.yaml.ArgumentList;
import norn.yaml.Default;
import org.jspecify.annotations.Nullable;

/**
 * A settings file that the servers read. These keys are changed in it, everything else stays.
 *
 * @param file where it lies on this host
 * @param format how it is written
 * @param enabled keys and values while maintenance mode is on
 * @param disabled keys and values while it is off
 * @param reload makes the servers read it again; empty: they do so by themselves
 */
public record MaintenanceSettings(
        Path file,
        @Default("{kind: properties}") SettingsFormat format,
        Map<String, String> enabled,
        Map<String, String> disabled,
        @ArgumentList List<String> reload) {
    public MaintenanceSettings {
        if (enabled.isEmpty() || disabled.isEmpty() || enabled.equals(disabled)) {
            throw new IllegalArgumentException(
                    "maintenance: expected keys and values for enabled and for disabled, and that they differ");
        }
    }

    /** Whether the file keeps users out now. */
    public boolean isEnabled() {
        var now = read();
        return enabled.entrySet().stream()
                .allMatch(line -> now.get(line.getKey()).orElse("").equals(line.getValue()));
    }

    /** When maintenance mode was last enabled, by the copy that is made then; empty where it never was. */
    public static Optional<Instant> enabledSince(Path records) {
        try {
            return Optional.of(Files.getLastModifiedTime(originalFile(records)).toInstant());
        } catch (NoSuchFileException never) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + originalFile(records), unreadable);
        }
    }

    /** A copy of the file as it was before maintenance mode was last enabled. */
    static Path originalFile(Path records) {
        return records.resolve("maintenance-before");
    }

    /** The file; an empty one where there is none. */
    SettingsFile read() {
        return read(file);
    }

    /** A copy of the file; an empty one where there is none. */
    SettingsFile read(Path copy) {
        try {
            return Files.exists(copy) ? SettingsFile.read(format, copy) : new SettingsFile(format, "");
        } catch (IOException unreadable) {
            throw notSet(unreadable.getMessage(), unreadable);
        }
    }

    /** That the file cannot be read or changed as these settings say. */
    ActionFailed notSet(@Nullable String reason, Exception cause) {
        return new ActionFailed(
                "MaintenanceModeNotSet",
                "maintenance mode, %s: %s".formatted(file, reason),
                "Fix the file, or host.sessions.maintenance, then RETRY.",
                false,
                cause);
    }

    /** The file's text without the keys of maintenance mode; empty where there is no file. */
    public String otherLines() {
        var other = read();
        for (var lines : List.of(enabled, disabled)) {
            for (var key : lines.keySet()) {
                other = other.without(key);
            }
        }
        return other.text();
    }
}
