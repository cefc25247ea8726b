package norn.rehearsal.install;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import norn.rehearsal.system.ProcessTree;
import norn.rehearsal.system.SystemPrograms;

/**
 * A program that is run to its end, or to that of a limit: then it is ended with all its children, as it is when nobody wants it any
 * more or this process dies.
 *
 * @param doing what it does, for the lines of progress
 * @param output the file that gets what it prints
 */
record WatchedProgram(
        String doing,
        Path directory,
        Map<String, String> environment,
        File output,
        InstallLimits limits,
        StopSignal stop,
        Consumer<String> progress) {
    private static final long POLL_MILLIS = 250;

    /** How it ended otherwise than well; empty: it ended well. */
    Optional<String> failure(List<String> command) throws IOException, InterruptedException {
        var whole = new ArrayList<>(diesWithThisThread());
        whole.addAll(command);
        var builder = new ProcessBuilder(whole)
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(output);
        var variables = builder.environment();
        variables.keySet().removeIf(name -> name.startsWith("NORN_") || name.startsWith("TEMPORAL_"));
        variables.putAll(environment);
        stop.begun();
        try {
            var process = builder.start();
            try {
                return watched(process);
            } finally {
                ProcessTree.end(process);
            }
        } finally {
            stop.ended();
        }
    }

    private Optional<String> watched(Process process) throws InterruptedException {
        var clock = Stopwatch.started();
        var last = SignsOfLife.of(process.toHandle(), output);
        var announced = Duration.ZERO;
        var lastSign = Duration.ZERO;
        while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            if (stop.isGiven()) {
                return Optional.of("was stopped");
            }
            var elapsed = clock.elapsed();
            var now = SignsOfLife.of(process.toHandle(), output);
            if (now.showsWorkSince(last)) {
                last = now;
                lastSign = elapsed;
            }
            var idle = elapsed.minus(lastSign);
            if (idle.compareTo(limits.idle()) >= 0) {
                return Optional.of("was ended after %d s, because it had said and done nothing for %d s"
                        .formatted(elapsed.toSeconds(), idle.toSeconds()));
            }
            if (elapsed.compareTo(limits.whole()) >= 0) {
                return Optional.of("was ended, because it was not done after %d s".formatted(elapsed.toSeconds()));
            }
            if (elapsed.minus(announced).compareTo(limits.progress()) >= 0) {
                announced = elapsed;
                progress.accept(line(elapsed, idle));
            }
        }
        return process.exitValue() == 0
                ? Optional.empty()
                : Optional.of("ended with exit code %d after %d s"
                        .formatted(process.exitValue(), clock.elapsed().toSeconds()));
    }

    private String line(Duration elapsed, Duration idle) {
        var soFar = "%s, %d s so far".formatted(doing, elapsed.toSeconds());
        return idle.compareTo(limits.progress()) < 0
                ? soFar + " …"
                : "%s, nothing for %d s (it is ended at %d s) …"
                        .formatted(soFar, idle.toSeconds(), limits.idle().toSeconds());
    }

    /** Where Linux can be asked for it, the system ends the program when whoever waits for it is no more, as after kill -9. */
    private static List<String> diesWithThisThread() {
        return SystemPrograms.find("setpriv")
                .map(setpriv -> List.of(setpriv.toString(), "--pdeathsig", "KILL"))
                .filter(WatchedProgram::works)
                .orElse(List.of());
    }

    private static boolean works(List<String> prefix) {
        var words = new ArrayList<>(prefix);
        words.add("true");
        try {
            var process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException unknown) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
