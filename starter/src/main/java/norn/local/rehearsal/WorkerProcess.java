package norn.local.rehearsal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import norn.action.run.HostLock;
import norn.exec.NornProgram;
import norn.files.AtomicFiles;
import norn.files.LenientJson;
import norn.local.NornHome;
import norn.local.server.DetachedProcess;
import norn.local.server.LogTail;
import norn.local.server.ProcessIdentity;

/** A worker in a process of its own: it can be killed and started again during a deployment. */
public final class WorkerProcess {
    private static final Pattern PID = Pattern.compile("\\d{1,18}");
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

    private final NornHome home;
    private final ProcessIdentity process;

    private WorkerProcess(NornHome home, ProcessIdentity process) {
        this.home = home;
        this.process = process;
    }

    /** The worker that runs for that home, if one does. One that a copied note names, and that works for another home, does not. */
    public static Optional<WorkerProcess> find(NornHome home) {
        return LenientJson.read(file(home), ProcessIdentity.class)
                .map(identity -> new WorkerProcess(home, identity))
                .filter(worker ->
                        worker.isRunning() && home.ownsProcess(worker.process().pid()));
    }

    /** Starts one that serves {@code address} with the environments in {@code config}; it outlives this process. */
    public static WorkerProcess start(NornHome home, String address, Path config) {
        try {
            Files.createDirectories(home.logs());
            rotateLog(home);
            var child = DetachedProcess.start(command(home, address, config), log(home));
            var identity = ProcessIdentity.of(child.pid()).orElseThrow(() -> new IOException("it ended at once"));
            LenientJson.write(file(home), identity);
            return new WorkerProcess(home, identity);
        } catch (IOException failed) {
            throw new UncheckedIOException("the worker cannot be started: " + failed.getMessage(), failed);
        }
    }

    /** Begins a new log, so that its last lines are this worker's; the last one stays beside it. */
    private static void rotateLog(NornHome home) throws IOException {
        if (Files.exists(log(home))) {
            Files.move(log(home), home.logs().resolve("worker.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static List<String> command(NornHome home, String address, Path config) {
        var known = "-Dnorn.home=" + home.realPath(); // by which it is known as this home's
        var command = new ArrayList<>(NornProgram.command(List.of("-Xmx512m", known), "norn.cli.Main"));
        command.add("worker");
        command.addAll(List.of("--address", address, "--namespace", "default", "--config", config.toString()));
        return command;
    }

    /** The processes of the workers that serve with that home and were started by somebody else: in a terminal, or as a service. */
    public static List<Long> others(NornHome home) {
        var own = find(home).map(worker -> worker.process().pid());
        try (var files = Files.newDirectoryStream(home.locks(), "worker-*.lock")) {
            var others = new TreeSet<Long>();
            for (var file : files) {
                holder(file).filter(pid -> !own.equals(Optional.of(pid))).ifPresent(others::add);
            }
            return List.copyOf(others);
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Who holds a worker's place; empty where nobody does, or has noted itself. */
    private static Optional<Long> holder(Path lock) {
        var free = HostLock.tryAcquire(lock, false);
        free.ifPresent(HostLock::close);
        return free.isPresent()
                ? Optional.empty()
                : HostLock.noted(lock).filter(PID.asMatchPredicate()).map(Long::valueOf);
    }

    private static Path file(NornHome home) {
        return home.path().resolve("worker.json");
    }

    /** The log of that home's worker. */
    public static Path log(NornHome home) {
        return home.logs().resolve("worker.log");
    }

    /** Whether it still runs. */
    public boolean isRunning() {
        return process.isRunning();
    }

    /** The last lines of its log. */
    String lastLogLines() {
        return LogTail.of(log(home));
    }

    /** Its process. */
    public ProcessIdentity process() {
        return process;
    }

    /** Kills it, without a chance to finish anything. */
    public void kill() {
        ProcessHandle.of(process.pid()).filter(handle -> process.isRunning()).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Lets it finish what it is doing, and ends it. Safe to repeat. */
    public void stop() {
        process.end(STOP_TIMEOUT);
        AtomicFiles.delete(file(home));
    }
}
