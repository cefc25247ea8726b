package norn.rehearsal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Ends a process: asked first, forced after a while. Only the very process that its pid file names. */
final class Stopping {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Stopping() {}

    static void stop(Path pidFile, String signal) {
        Optional<RunningProcess> running = RunningProcess.of(pidFile);
        if (running.isPresent()) {
            stop(running.get(), pidFile, signal);
        }
    }

    private static void stop(RunningProcess process, Path pidFile, String signal) {
        process.signal(signal);
        if (!ends(process)) {
            process.signal("KILL");
            if (!ends(process)) {
                throw new WorldFailure(
                        "process %d (%s) does not end, not even by force: look at it with `ps -o stat,wchan -p %d`"
                                .formatted(process.pid(), pidFile.getFileName(), process.pid()));
            }
        }
    }

    private static boolean ends(RunningProcess process) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (process.isAlive()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Waiting.pause();
        }
        return true;
    }
}
