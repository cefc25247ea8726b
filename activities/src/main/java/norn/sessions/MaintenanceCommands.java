package norn.sessions;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import norn.action.Attempt;
import norn.exec.Commands;
import norn.exec.Invocation;
import norn.state.Finding;
import norn.yaml.ArgumentList;
import norn.yaml.Default;
import norn.yaml.Kind;

/**
 * Commands of the installation keep users out and let them in. They may be run again where it is so already, and lie in no release: a
 * rollback takes that back.
 *
 * @param enable keeps users out
 * @param disable lets them in
 * @param status says which it is: exit code 0 where users are shut out, 1 where they are let in; any other is unknown
 * @param timeout how long a command may take, and how long until {@code status} says so
 */
@Kind("commands")
record MaintenanceCommands(
        @ArgumentList List<String> enable,
        @ArgumentList List<String> disable,
        @ArgumentList List<String> status,
        @Default("30s") Duration timeout)
        implements MaintenanceSettings {
    MaintenanceCommands {
        for (var command : List.of(enable, disable, status)) {
            if (command.isEmpty()) {
                throw new IllegalArgumentException("enable, disable, status: expected at least one word each");
            }
            MaintenanceStatus.requireOutside(command);
        }
        if (enable.equals(disable)) {
            throw new IllegalArgumentException("enable, disable: expected that they differ");
        }
    }

    @Override
    public Finding state() {
        return new MaintenanceStatus(status).ask();
    }

    @Override
    public boolean set(boolean enabled, Attempt attempt) throws InterruptedException {
        if (state() == Finding.of(enabled)) {
            return false;
        }
        if (enabled) {
            MaintenanceSettings.saveOriginal(new byte[0], attempt);
        }
        attempt.checkFence();
        new Commands(attempt)
                .run(Invocation.of(enabled ? "enable-maintenance" : "disable-maintenance", enabled ? enable : disable)
                        .withTimeout(timeout))
                .orFail("MaintenanceModeNotSet", true);
        var found = new MaintenanceStatus(status).await(enabled, timeout, attempt);
        if (found != Finding.of(enabled)) {
            throw MaintenanceSettings.notSo(enabled, found);
        }
        return true;
    }

    @Override
    public Optional<Path> settingsFile() {
        return Optional.empty();
    }

    @Override
    public String otherLines() {
        return "";
    }

    @Override
    public boolean needsRelease() {
        return false;
    }
}
