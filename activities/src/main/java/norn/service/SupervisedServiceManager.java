package norn.service;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.code.Releases;
import norn.configuration.SettingsFile;
import norn.exec.PidFile;
import norn.exec.ProcessGroup;
import norn.exec.ProgramFinder;
import norn.files.AtomicFiles;
import norn.probe.LogLines;
import org.jspecify.annotations.Nullable;

/**
 * A process in a session of its own, known by pid and start time, that goes on when its starter dies. It notes who it is before
 * it becomes the service: whoever starts it may die at any moment.
 */
final class SupervisedServiceManager implements ServiceManager {
    private static final String RECORD_PID_AND_EXEC =
            "read -r pid name state parent group session tty owner flags a b c d e f g h priority nice threads i started rest"
                    + " < /proc/$$/stat && printf '%s %s\\n' \"$pid\" \"$started\" > \"$0.new\" && mv -f \"$0.new\" \"$0\""
                    + " && exec \"$@\"";

    private static final Duration PID_FILE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration EXIT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PORTS_FREE_TIMEOUT = Duration.ofSeconds(5);
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
        var directory = process.flatMap(SupervisedServiceManager::directory);
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
                                        Ports.holder(port).map(Ports::described).orElse("somebody")),
                        "End that process if it may be ended, then RETRY.",
                        true);
            }
        }
        var directory = Releases.inside(release, settings.directory());
        checkProgramExists(directory);
        var words = new ArrayList<>(List.of(
                "setsid", "sh", "-c", RECORD_PID_AND_EXEC, settings.pidFile().toString()));
        words.addAll(settings.command());
        try {
            makeFolders();
            logFrom = Files.exists(settings.log()) ? Files.size(settings.log()) : 0;
            var builder = new ProcessBuilder(words)
                    .directory(directory.toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(settings.log().toFile()));
            builder.environment().putAll(environment(release));
            started = builder.start();
            awaitPidFile(started);
        } catch (IOException failure) {
            throw new ActionFailed(
                    "ServiceNotStarted",
                    "%s: cannot be started: %s".formatted(name, failure.getMessage()),
                    "Look whether its folders can be written and setsid is installed.",
                    true,
                    failure);
        }
    }

    @Override
    public void stop(Attempt attempt) throws InterruptedException {
        var note = new PidFile(settings.pidFile()).recorded();
        if (note.isPresent()) {
            var group = note.get();
            signal(group, false);
            if (!hasEnded(group, settings.stopTimeout(), attempt)) {
                attempt.evidence().value("killed", true);
                signal(group, true);
                if (!hasEnded(group, EXIT_TIMEOUT, attempt)) {
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

    private void checkProgramExists(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new ActionFailed(
                    "ServiceNotStarted",
                    "%s: %s is no directory".formatted(name, directory),
                    "Build the release.",
                    false);
        }
        var program = settings.command().get(0);
        if (program.contains("/")
                ? Files.isExecutable(directory.resolve(program))
                : ProgramFinder.find(program).isPresent()) {
            return;
        }
        throw new ActionFailed(
                "CommandNotFound",
                "%s: %s is no program in %s".formatted(name, program, directory),
                "Build the release, or mend host.services.components.%s.command.".formatted(name),
                false);
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
    private void awaitPidFile(Process process) throws InterruptedException {
        var until = System.nanoTime() + PID_FILE_TIMEOUT.toNanos();
        var file = new PidFile(settings.pidFile());
        while (process.isAlive()
                && file.recorded().filter(noted -> noted.pid() == process.pid()).isEmpty()
                && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** To every living process of the group; a pid that belongs to somebody else by now is none of it. */
    private static void signal(ProcessGroup group, boolean kill) {
        for (var pid : group.alive()) {
            ProcessHandle.of(pid).ifPresent(handle -> {
                if (kill) {
                    handle.destroyForcibly();
                } else {
                    handle.destroy();
                }
            });
        }
    }

    private boolean hasEnded(ProcessGroup group, Duration timeout, Attempt attempt) throws InterruptedException {
        var until = System.nanoTime() + timeout.toNanos();
        var lastHeartbeatNanos = 0L;
        while (!group.alive().isEmpty()) {
            if (System.nanoTime() > until) {
                return false;
            }
            if (System.nanoTime() - lastHeartbeatNanos > 500_000_000L) {
                attempt.heartbeat("%s: waiting for processes %s to end".formatted(name, group.alive()));
                lastHeartbeatNanos = System.nanoTime();
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return true;
    }

    private void awaitFreePorts(Attempt attempt) throws InterruptedException {
        var until = System.nanoTime() + PORTS_FREE_TIMEOUT.toNanos();
        while (true) {
            var taken = settings.ports().stream().filter(Ports::isTaken).toList();
            if (taken.isEmpty()) {
                return;
            }
            if (System.nanoTime() > until) {
                var port = taken.get(0);
                throw new ActionFailed(
                        "PortStillTaken",
                        "%s is stopped, but %s holds its port %d"
                                .formatted(
                                        name,
                                        Ports.holder(port).map(Ports::described).orElse("somebody"),
                                        port),
                        "It is none that Norn started. End it if it may be ended, then RETRY.",
                        true);
            }
            attempt.heartbeat("%s: waiting for ports %s".formatted(name, taken));
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static Optional<Path> directory(ProcessGroup process) {
        try {
            return Optional.of(Files.readSymbolicLink(Path.of("/proc/%d/cwd".formatted(process.pid()))));
        } catch (IOException goneOrForbidden) {
            return Optional.empty();
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
