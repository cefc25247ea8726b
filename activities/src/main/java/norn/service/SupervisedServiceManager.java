package norn.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.code.Releases;
import norn.configuration.SettingsFile;
import norn.exec.Invocation;
import norn.exec.OwnSession;
import norn.exec.PidFile;
import norn.exec.Poller;
import norn.exec.ProcessGroup;
import norn.exec.ProcessStat;
import norn.exec.ProgramFinder;
import norn.files.AtomicFiles;
import norn.probe.LogLines;
import org.jspecify.annotations.Nullable;

/**
 * A process in a session of its own, known by pid and start time, that goes on when its starter dies. It notes who it is before
 * it becomes the service: whoever starts it may die at any moment.
 */
final class SupervisedServiceManager implements ServiceManager {
    private static final Duration PID_FILE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PORTS_FREE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final int LAST_LINES = 15;

    private final String name;
    private final ServiceSettings.Supervised settings;
    private final Path releases;
    private @Nullable Process started;
    private long logFrom;

    SupervisedServiceManager(String name, ServiceSettings.Supervised settings, Path releases) {
        this.name = name;
        this.settings = settings;
        this.releases = releases;
    }

    @Override
    public boolean isManaged() {
        return true;
    }

    @Override
    public ServiceState state() {
        var process = new PidFile(settings.pidFile()).process();
        var directory = process.flatMap(group -> ProcessStat.workingDirectory(group.pid()));
        return new ServiceState(
                name,
                process.isPresent(),
                process.map(ProcessGroup::pid).orElse(null),
                directory.orElse(null),
                directory.flatMap(this::releaseOf).orElse(null),
                Ports.closed(settings.host(), settings.ports()));
    }

    @Override
    public void start(Path release, Attempt attempt) throws InterruptedException {
        for (int port : settings.ports()) {
            if (Ports.isTaken(port)) {
                throw new ActionFailed(
                        "PortTaken",
                        "%s needs port %d, which %s holds"
                                .formatted(
                                        name,
                                        port,
                                        Ports.holder(port).map(Ports::described).orElse("another program")),
                        "End that process if it may be ended, then RETRY.",
                        true);
            }
        }
        var directory = Releases.inside(release, settings.directory());
        try {
            makeFolders();
            var command = Invocation.of(name, settings.command())
                    .inDirectory(directory)
                    .withEnvironment(environment(release));
            checkProgramExists(command, directory);
            logFrom = Files.exists(settings.log()) ? Files.size(settings.log()) : 0;
            started = OwnSession.of(command, new PidFile(settings.pidFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(settings.log().toFile()))
                    .start();
            awaitPidFile(started, attempt);
        } catch (IOException failure) {
            throw new ActionFailed(
                    "ServiceNotStarted",
                    "%s: cannot be started: %s".formatted(name, failure.getMessage()),
                    "Check that its folders can be written and that setsid is installed.",
                    true,
                    failure);
        }
    }

    @Override
    public void stop(Attempt attempt) throws InterruptedException {
        var note = new PidFile(settings.pidFile()).recorded();
        if (note.isPresent()) {
            var group = note.get();
            var poller = Poller.of(attempt, POLL);
            if (!group.terminate(settings.stopTimeout(), poller, name)) {
                attempt.evidence().value("killed", true);
                if (!group.kill(poller, name)) {
                    throw new ActionFailed(
                            "StillRunning",
                            "%s: processes %s survive even a kill".formatted(name, group.alive()),
                            "A person must look: a process in uninterruptible sleep hangs on a disk or network share.",
                            true);
                }
            }
        }
        awaitFreePorts(attempt);
        AtomicFiles.delete(settings.pidFile());
    }

    @Override
    public Optional<String> exitDetails() {
        var process = started;
        var code = process == null || process.isAlive() ? "" : "exit code %d, ".formatted(process.exitValue());
        try {
            var lines = LogLines.lines(settings.log(), logFrom);
            var last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
            return Optional.of(
                    code + (last.isEmpty() ? "and nothing in its log" : "last lines: " + String.join(" | ", last)));
        } catch (IOException noLog) {
            return Optional.of(code + "and no log");
        }
    }

    private void checkProgramExists(Invocation command, Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new ActionFailed(
                    "ServiceNotStarted",
                    "%s: %s is no directory".formatted(name, directory),
                    "Build the release.",
                    false);
        }
        if (!ProgramFinder.exists(command)) {
            throw new ActionFailed(
                    "CommandNotFound",
                    "%s: %s is no program in %s".formatted(name, command.argv().get(0), directory),
                    "Build the release, or fix host.services.components.%s.command.".formatted(name),
                    false);
        }
    }

    private void makeFolders() throws IOException {
        for (var file : List.of(settings.pidFile(), settings.log())) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
    }

    private Map<String, String> environment(Path release) throws IOException {
        var environment = new LinkedHashMap<>(settings.environment());
        var file = settings.environmentFile();
        if (file != null) {
            environment.putAll(
                    SettingsFile.parse(Files.readString(release.resolve(file))).values());
        }
        return environment;
    }

    /** Returns once the pid file names the process, or it has ended. */
    private void awaitPidFile(Process process, Attempt attempt) throws InterruptedException {
        var file = new PidFile(settings.pidFile());
        Poller.of(attempt, POLL)
                .await(
                        PID_FILE_TIMEOUT,
                        () -> !process.isAlive()
                                || file.recorded()
                                        .filter(group -> group.pid() == process.pid())
                                        .isPresent(),
                        Boolean::booleanValue,
                        recorded -> "starting " + name);
    }

    private void awaitFreePorts(Attempt attempt) throws InterruptedException {
        var taken = Poller.of(attempt, POLL)
                .await(
                        PORTS_FREE_TIMEOUT,
                        () -> settings.ports().stream().filter(Ports::isTaken).toList(),
                        List::isEmpty,
                        ports -> "%s: waiting for ports %s".formatted(name, ports));
        if (!taken.isEmpty()) {
            var port = taken.get(0);
            throw new ActionFailed(
                    "PortStillTaken",
                    "%s is stopped, but %s holds its port %d"
                            .formatted(
                                    name,
                                    Ports.holder(port).map(Ports::described).orElse("another program"),
                                    port),
                    "It is none that Norn started. End it if it may be ended, then RETRY.",
                    true);
        }
    }

    private Optional<String> releaseOf(Path directory) {
        try {
            var folder = releases.toRealPath();
            return directory.startsWith(folder) && directory.getNameCount() > folder.getNameCount()
                    ? Optional.of(directory.getName(folder.getNameCount()).toString())
                    : Optional.empty();
        } catch (IOException noFolder) {
            throw new UncheckedIOException("cannot read " + releases, noFolder);
        }
    }
}
