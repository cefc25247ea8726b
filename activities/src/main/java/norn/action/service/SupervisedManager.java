package norn.action.service;

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
import norn.action.PidFile;
import norn.action.ProcessGroup;
import norn.action.Programs;
import norn.action.code.Releases;
import norn.action.configuration.SettingsFile;
import norn.action.probe.LogLines;
import org.jspecify.annotations.Nullable;

/**
 * A process in a session of its own, known by pid and start time, that goes on when its starter dies. It notes who it is before
 * it becomes the service: whoever starts it may die at any moment.
 */
final class SupervisedManager implements ServiceManager {
    private static final String NOTE_AND_BECOME =
            "read -r pid name state parent group session tty owner flags a b c d e f g h priority nice threads i started rest"
                    + " < /proc/$$/stat && printf '%s %s\\n' \"$pid\" \"$started\" > \"$0.new\" && mv -f \"$0.new\" \"$0\""
                    + " && exec \"$@\"";

    private static final Duration TO_BE_NOTED = Duration.ofSeconds(5);
    private static final Duration TO_BE_GONE = Duration.ofSeconds(10);
    private static final Duration PORTS_TO_BE_FREE = Duration.ofSeconds(5);
    private static final int LAST_LINES = 15;

    private final String name;
    private final ServiceSettings.Supervised settings;
    private final Path releases;
    private @Nullable Process started;
    private long logFrom;

    SupervisedManager(String name, ServiceSettings.Supervised settings, Path releases) {
        this.name = name;
        this.settings = settings;
        this.releases = releases;
    }

    @Override
    public boolean isOurs() {
        return true;
    }

    @Override
    public ServiceState look() {
        var process = new PidFile(settings.pidFile()).process();
        var directory = process.flatMap(SupervisedManager::directory);
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
        for (int port : settings.ports())
            if (Ports.isTaken(port))
                throw new ActionFailed(
                        "PortTaken",
                        "%s needs port %d, which %s holds"
                                .formatted(
                                        name,
                                        port,
                                        Ports.holder(port).map(Ports::described).orElse("somebody")),
                        "End that process if it may be ended, then RETRY.",
                        true);
        var directory = Releases.inside(release, settings.directory());
        checkThere(directory);
        var words = new ArrayList<>(List.of(
                "setsid", "sh", "-c", NOTE_AND_BECOME, settings.pidFile().toString()));
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
            awaitNote(started);
        } catch (IOException cannot) {
            throw new ActionFailed(
                    "ServiceNotStarted",
                    "%s: cannot be started: %s".formatted(name, cannot.getMessage()),
                    "Look whether its folders can be written and setsid is installed.",
                    true,
                    cannot);
        }
    }

    @Override
    public void stop(Attempt attempt) throws InterruptedException {
        var note = new PidFile(settings.pidFile()).named();
        if (note.isPresent()) {
            var group = note.get();
            signal(group, false);
            if (!gone(group, settings.stopsWithin(), attempt)) {
                attempt.evidence().value("killed", true);
                signal(group, true);
                if (!gone(group, TO_BE_GONE, attempt))
                    throw new ActionFailed(
                            "StillRunning",
                            "%s: processes %s survive even a kill".formatted(name, group.alive()),
                            "A person must look: a process in uninterruptible sleep hangs on a disk or network share.",
                            true);
            }
        }
        awaitFreePorts(attempt);
        norn.action.AtomicFiles.delete(settings.pidFile());
    }

    @Override
    public Optional<String> lastWords() {
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

    private void checkThere(Path directory) {
        if (!Files.isDirectory(directory))
            throw new ActionFailed(
                    "ServiceNotStarted",
                    "%s: %s is no directory".formatted(name, directory),
                    "Build the release.",
                    false);
        var program = settings.command().get(0);
        if (program.contains("/")
                ? Files.isExecutable(directory.resolve(program))
                : Programs.find(program).isPresent()) return;
        throw new ActionFailed(
                "CommandNotFound",
                "%s: %s is no program in %s".formatted(name, program, directory),
                "Build the release, or mend hands.services.components.%s.command.".formatted(name),
                false);
    }

    private void makeFolders() throws IOException {
        for (var file : List.of(settings.pidFile(), settings.log()))
            Files.createDirectories(file.toAbsolutePath().getParent());
    }

    private Map<String, String> environment(Path release) throws IOException {
        var environment = new LinkedHashMap<>(settings.environment());
        var file = settings.environmentFile();
        if (file != null)
            environment.putAll(
                    SettingsFile.parse(Files.readString(release.resolve(file))).values());
        return environment;
    }

    /** Returns once the pid file names the process, or it has ended. */
    private void awaitNote(Process process) throws InterruptedException {
        var until = System.nanoTime() + TO_BE_NOTED.toNanos();
        var file = new PidFile(settings.pidFile());
        while (process.isAlive()
                && file.named().filter(noted -> noted.pid() == process.pid()).isEmpty()
                && System.nanoTime() < until) TimeUnit.MILLISECONDS.sleep(5);
    }

    /** To every living process of the group; a pid that belongs to somebody else by now is none of it. */
    private static void signal(ProcessGroup group, boolean kill) {
        for (var pid : group.alive())
            ProcessHandle.of(pid).ifPresent(handle -> {
                if (kill) handle.destroyForcibly();
                else handle.destroy();
            });
    }

    private boolean gone(ProcessGroup group, Duration within, Attempt attempt) throws InterruptedException {
        var until = System.nanoTime() + within.toNanos();
        var beaten = 0L;
        while (!group.alive().isEmpty()) {
            if (System.nanoTime() > until) return false;
            if (System.nanoTime() - beaten > 500_000_000L) {
                attempt.beat("%s: waiting for processes %s to end".formatted(name, group.alive()));
                beaten = System.nanoTime();
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return true;
    }

    private void awaitFreePorts(Attempt attempt) throws InterruptedException {
        var until = System.nanoTime() + PORTS_TO_BE_FREE.toNanos();
        while (true) {
            var taken = settings.ports().stream().filter(Ports::isTaken).toList();
            if (taken.isEmpty()) return;
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
            attempt.beat("%s: waiting for ports %s".formatted(name, taken));
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
