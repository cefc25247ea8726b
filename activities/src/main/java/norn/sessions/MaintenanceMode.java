package norn.sessions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import norn.action.Attempt;
import norn.configuration.SettingsFile;
import norn.files.AtomicFiles;
import norn.state.Evidence;

/** The players' door: shut for players and open for testers, or open for all. Opened again, its file is as it was before. */
final class MaintenanceMode {
    private final Attempt attempt;
    private final SessionsSettings.MaintenanceSettings settings;

    MaintenanceMode(Attempt attempt) {
        this.attempt = attempt;
        this.settings = attempt.settings(SessionsSettings.class).maintenance();
    }

    Evidence enable() throws InterruptedException {
        return set(true, "the door is shut");
    }

    Evidence disable(String deployment) throws InterruptedException {
        attempt.checkFence();
        GoLiveRecord.save(attempt, deployment);
        return set(false, "the door is open");
    }

    boolean isEnabled() {
        var file = SettingsFile.parse(text());
        return settings.enabled().entrySet().stream()
                .allMatch(line -> file.get(line.getKey()).orElse("").equals(line.getValue()));
    }

    private Evidence set(boolean closed, String summary) throws InterruptedException {
        var wanted = closed ? settings.enabled() : settings.disabled();
        var others = closed ? settings.disabled() : settings.enabled();
        var before = text();
        var file = SettingsFile.parse(before);
        if (closed && !isEnabled()) {
            AtomicFiles.write(original(), before);
        }
        var original = SettingsFile.parse(Files.exists(original()) ? read(original()) : "");
        for (var key : others.keySet()) {
            if (!wanted.containsKey(key)) {
                var value = original.get(key);
                file = value.isPresent() ? file.with(key, value.get(), settings.separator()) : file.without(key);
            }
        }
        for (var line : wanted.entrySet()) {
            if (!file.get(line.getKey()).orElse("").equals(line.getValue())) {
                file = file.with(line.getKey(), line.getValue(), settings.separator());
            }
        }
        var changed = !file.text().equals(before);
        if (changed) {
            attempt.checkFence();
            AtomicFiles.write(settings.file(), file.text(), permissions());
        }
        // Told again after every try: the one before may have died between the file and this.
        if (!settings.reload().isEmpty()) {
            new SessionCommands(attempt).run("reload", settings.reload()).orFail("MaintenanceModeNotReloaded", true);
        }
        attempt.evidence().value("maintenanceMode", closed);
        return changed ? attempt.evidence().done(summary) : attempt.evidence().alreadySo(summary);
    }

    private String text() {
        return Files.exists(settings.file()) ? read(settings.file()) : "";
    }

    /** The file as it was before the door was last shut. */
    private Path original() {
        return attempt.host().records().resolve("maintenance-before");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }

    /** As they were: the servers must be able to read it. */
    private Set<PosixFilePermission> permissions() {
        try {
            return Files.exists(settings.file())
                    ? Files.getPosixFilePermissions(settings.file())
                    : PosixFilePermissions.fromString("rw-r--r--");
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + settings.file(), unreadable);
        }
    }
}
