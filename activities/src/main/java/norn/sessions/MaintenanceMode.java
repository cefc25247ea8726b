package norn.sessions;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import norn.action.Attempt;
import norn.configuration.SettingsFile;
import norn.files.AtomicFiles;
import norn.plan.Order;
import norn.state.Evidence;

/** Keeps users out and lets testers in. Disabled again, its file is as it was before. */
final class MaintenanceMode {
    private final Attempt attempt;
    private final MaintenanceSettings settings;

    MaintenanceMode(Attempt attempt) {
        this.attempt = attempt;
        this.settings = attempt.settings(SessionsSettings.class).maintenance();
    }

    Evidence enable() throws InterruptedException {
        return set(true, "maintenance mode is on");
    }

    /** A rollback lets users in also where that cannot be recorded, such as on a full disk. */
    Evidence disable(Order order) throws InterruptedException {
        attempt.checkFence();
        try {
            GoLiveRecord.save(attempt, order.deployment());
        } catch (UncheckedIOException full) {
            if (order.context().rollback() == null) {
                throw full;
            }
            attempt.evidence().value("notRecorded", String.valueOf(full.getMessage()));
        }
        return set(false, "maintenance mode is off");
    }

    boolean isEnabled() {
        return settings.isEnabled();
    }

    private Evidence set(boolean enabled, String summary) throws InterruptedException {
        var wanted = enabled ? settings.enabled() : settings.disabled();
        var others = enabled ? settings.disabled() : settings.enabled();
        var before = settings.read();
        if (enabled && !isEnabled()) {
            saveOriginal(before.bytes());
        }
        var file = changed(before, wanted, others);
        var changed = !file.text().equals(before.text());
        if (changed) {
            attempt.checkFence();
            write(file);
        }
        // In every try: the one before may have died between the file and this.
        if (!settings.reload().isEmpty()) {
            new SessionCommands(attempt).run("reload", settings.reload()).orFail("MaintenanceModeNotReloaded", true);
        }
        attempt.evidence().value("maintenanceMode", enabled);
        return changed ? attempt.evidence().done(summary) : attempt.evidence().alreadySo(summary);
    }

    /** The file with the keys of the one mode, and those of the other as they were before maintenance mode was last enabled. */
    private SettingsFile changed(SettingsFile before, Map<String, String> wanted, Map<String, String> others) {
        var original = settings.read(originalFile());
        var file = before;
        try {
            for (var key : others.keySet()) {
                if (!wanted.containsKey(key)) {
                    var value = original.get(key);
                    file = value.isPresent() ? file.with(key, value.get()) : file.without(key);
                }
            }
            for (var line : wanted.entrySet()) {
                if (!file.get(line.getKey()).orElse("").equals(line.getValue())) {
                    file = file.with(line.getKey(), line.getValue());
                }
            }
            return file;
        } catch (IllegalArgumentException unfit) {
            throw settings.notSet(unfit.getMessage(), unfit);
        }
    }

    /** Keeping users out does not fail for want of a copy. */
    private void saveOriginal(byte[] content) {
        try {
            AtomicFiles.write(originalFile(), content, PosixFilePermissions.fromString("rw-------"));
        } catch (UncheckedIOException full) {
            attempt.evidence().value("originalNotSaved", originalFile().toString());
        }
    }

    /** A copy of the file as it was before maintenance mode was last enabled. */
    private Path originalFile() {
        return MaintenanceSettings.originalFile(attempt.host().records());
    }

    /** The servers must be able to read it. */
    private void write(SettingsFile file) {
        if (Files.exists(settings.file())) {
            AtomicFiles.replace(settings.file(), file.bytes());
        } else {
            AtomicFiles.write(settings.file(), file.bytes(), PosixFilePermissions.fromString("rw-r--r--"));
        }
    }
}
