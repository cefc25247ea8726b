package norn.sessions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.files.AtomicFiles;
import norn.state.Finding;
import norn.yaml.KindField;

/** How users are shut out, and testers let in. */
@KindField(value = "kind", otherwise = "file")
public sealed interface MaintenanceSettings permits MaintenanceFile, MaintenanceCommands {
    /** Whether users are shut out now. */
    Finding state();

    /**
     * Keeps users out, or lets them in, and verifies it. Safe to repeat.
     *
     * @return whether it was not so before
     */
    boolean set(boolean enabled, Attempt attempt) throws InterruptedException;

    /** The file of the installation that this changes; empty where it changes none by itself. */
    Optional<Path> settingsFile();

    /** That file's text without what maintenance mode changes in it; empty where there is none. */
    String otherLines();

    /** Whether a command of it lies in the active release. */
    boolean needsRelease();

    /** When maintenance mode was last enabled, by the copy that is made then; empty where it never was. */
    static Optional<Instant> enabledSince(Path records) {
        try {
            return Optional.of(Files.getLastModifiedTime(originalFile(records)).toInstant());
        } catch (NoSuchFileException never) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + originalFile(records), unreadable);
        }
    }

    /** A copy of the file as it was before maintenance mode was last enabled; an empty one where there is no file. */
    static Path originalFile(Path records) {
        return records.resolve("maintenance-before");
    }

    /** Saves that copy. Keeping users out does not fail for want of it. */
    static void saveOriginal(byte[] content, Attempt attempt) {
        var file = originalFile(attempt.host().records());
        try {
            AtomicFiles.write(file, content, PosixFilePermissions.fromString("rw-------"));
        } catch (UncheckedIOException full) {
            attempt.evidence().value("originalNotSaved", file.toString());
        }
    }

    /** That maintenance mode was set, and is not so by what the installation says from outside. */
    static ActionFailed notSo(boolean enabled, Finding found) {
        return new ActionFailed(
                found == Finding.UNKNOWN ? "MaintenanceModeUnknown" : "MaintenanceModeNotSet",
                "maintenance mode was %s, and host.sessions.maintenance.status %s"
                        .formatted(
                                enabled ? "enabled" : "disabled",
                                found == Finding.UNKNOWN
                                        ? "does not say whether users are shut out"
                                        : "says that users are %s"
                                                .formatted(enabled ? "let in still" : "shut out still")),
                "Expected of status: exit code 0 where users are shut out, 1 where they are let in. Run it on this"
                        + " host, fix the cause, then RETRY.",
                true);
    }
}
