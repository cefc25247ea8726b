package norn.rehearsal.system;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Ends a process: asked first, forced after a while. Only the very process that its pid file names. */
public final class ProcessStopper {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private ProcessStopper() {}

    public static void stop(Path pidFile, String signal) {
        var running = RunningProcess.of(pidFile);
        if (running.isPresent()) {
            stop(running.get(), pidFile, signal);
        }
    }

    /** Ends all processes that work in that directory, or below it. */
    public static void stopWithin(Path directory) {
        stop(() -> RunningProcess.within(directory));
    }

    /** The same of those that work below it alone: in an empty one, what was left by somebody whose files were deleted. */
    public static void stopBelow(Path directory) {
        stop(() -> RunningProcess.below(directory));
    }

    private static void stop(Supplier<List<RunningProcess>> found) {
        for (var signal : List.of("TERM", "KILL")) {
            var processes = found.get();
            processes.forEach(process -> process.signal(signal));
            processes.forEach(ProcessStopper::endsInTime);
        }
    }

    private static void stop(RunningProcess process, Path pidFile, String signal) {
        process.signal(signal);
        if (!endsInTime(process)) {
            process.signal("KILL");
            if (!endsInTime(process)) {
                throw new SandboxFailure(
                        "process %d (%s) does not end, not even by force: inspect it with `ps -o stat,wchan -p %d`"
                                .formatted(process.pid(), pidFile.getFileName(), process.pid()));
            }
        }
    }

    private static boolean endsInTime(RunningProcess process) {
        var end = System.nanoTime() + STOP_TIMEOUT.toNanos();
        while (process.isAlive()) {
            if (System.nanoTime() > end) {
                return false;
            }
            StartupWait.pause();
        }
        return true;
    }
}
