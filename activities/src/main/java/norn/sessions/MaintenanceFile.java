package norn.sessions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.code.ReleaseCommand;
import norn.configuration.SettingsFile;
import norn.configuration.SettingsFormat;
import norn.files.AtomicFiles;
import norn.state.Finding;
import norn.yaml.ArgumentList;
import norn.yaml.Default;
import norn.yaml.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A settings file that the servers read. These keys are changed in it, everything else stays.
 *
 * @param file where it lies on this host
 * @param format how it is written
 * @param enabled keys and values while maintenance mode is on
 * @param disabled keys and values while it is off
 * @param reload makes the servers read it again; empty: they do so by themselves
 * @param status says whether the servers keep users out: exit code 0 where they do, 1 where they do not; any other is unknown; empty:
 *     the file alone is looked at
 * @param timeout how long until {@code status} says so
 */
@Kind("file")
record MaintenanceFile(
        Path file,
        @Default("{kind: properties}") SettingsFormat format,
        Map<String, String> enabled,
        Map<String, String> disabled,
        @ArgumentList List<String> reload,
        @ArgumentList List<String> status,
        @Default("30s") Duration timeout)
        implements MaintenanceSettings {
    MaintenanceFile {
        if (enabled.isEmpty() || disabled.isEmpty() || enabled.equals(disabled)) {
            throw new IllegalArgumentException(
                    "maintenance: expected keys and values for enabled and for disabled, and that they differ");
        }
        if (!status.isEmpty()) {
            MaintenanceStatus.requireOutside(status);
        }
    }

    /** Where the servers do not answer, they may be stopped: what they will read then counts. */
    @Override
    public Finding state() {
        if (!isEnabled()) {
            return Finding.NO;
        }
        return status.isEmpty() || new MaintenanceStatus(status).ask() != Finding.NO ? Finding.YES : Finding.NO;
    }

    /** Whether the file keeps users out now. */
    private boolean isEnabled() {
        var now = read(file);
        return enabled.entrySet().stream()
                .allMatch(line -> now.get(line.getKey()).orElse("").equals(line.getValue()));
    }

    @Override
    public boolean set(boolean on, Attempt attempt) throws InterruptedException {
        var before = read(file);
        if (on && !isEnabled()) {
            MaintenanceSettings.saveOriginal(before.bytes(), attempt);
        }
        var after = changed(before, on ? enabled : disabled, on ? disabled : enabled, attempt);
        var changed = !after.text().equals(before.text());
        if (changed) {
            attempt.checkFence();
            write(after);
        }
        // In every try: the one before may have died between the file and this.
        if (!reload.isEmpty()) {
            new SessionCommands(attempt).run("reload", reload).orFail("MaintenanceModeNotReloaded", true);
        }
        if (!status.isEmpty()) {
            verify(on, attempt);
        }
        return changed;
    }

    private void verify(boolean on, Attempt attempt) throws InterruptedException {
        var found = new MaintenanceStatus(status).await(on, timeout, attempt);
        if (found == Finding.of(!on)) {
            throw MaintenanceSettings.notSo(on, found);
        }
        attempt.evidence().value("seenFromOutside", found != Finding.UNKNOWN);
    }

    /** The file with the keys of the one mode, and those of the other as they were before maintenance mode was last enabled. */
    private SettingsFile changed(
            SettingsFile before, Map<String, String> wanted, Map<String, String> others, Attempt attempt) {
        var original = read(MaintenanceSettings.originalFile(attempt.host().records()));
        var changed = before;
        try {
            for (var key : others.keySet()) {
                if (!wanted.containsKey(key)) {
                    var value = original.get(key);
                    changed = value.isPresent() ? changed.with(key, value.get()) : changed.without(key);
                }
            }
            for (var line : wanted.entrySet()) {
                if (!changed.get(line.getKey()).orElse("").equals(line.getValue())) {
                    changed = changed.with(line.getKey(), line.getValue());
                }
            }
            return changed;
        } catch (IllegalArgumentException unfit) {
            throw notSet(unfit.getMessage(), unfit);
        }
    }

    /** The servers must be able to read it. A link whose file is missing stays one. */
    private void write(SettingsFile content) {
        if (Files.exists(file)) {
            AtomicFiles.replace(file, content.bytes());
        } else {
            var target = AtomicFiles.linkTarget(file).map(file::resolveSibling).orElse(file);
            AtomicFiles.write(target, content.bytes(), PosixFilePermissions.fromString("rw-r--r--"));
        }
    }

    /** A file as it is; an empty one where there is none. */
    private SettingsFile read(Path copy) {
        try {
            return Files.exists(copy) ? SettingsFile.read(format, copy) : new SettingsFile(format, "");
        } catch (IOException unreadable) {
            throw notSet(unreadable.getMessage(), unreadable);
        }
    }

    /** That the file cannot be read or changed as these settings say. */
    private ActionFailed notSet(@Nullable String reason, Exception cause) {
        return new ActionFailed(
                "MaintenanceModeNotSet",
                "maintenance mode, %s: %s".formatted(file, reason),
                "Fix the file, or host.sessions.maintenance, then RETRY.",
                false,
                cause);
    }

    @Override
    public Optional<Path> settingsFile() {
        return Optional.of(file);
    }

    @Override
    public String otherLines() {
        var other = read(file);
        for (var lines : List.of(enabled, disabled)) {
            for (var key : lines.keySet()) {
                other = other.without(key);
            }
        }
        return other.text();
    }

    @Override
    public boolean needsRelease() {
        return !reload.isEmpty() && ReleaseCommand.of(reload).needsRelease();
    }
}
