package norn.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A process of its own that ends at an instant that a test draws, as by kill -9: what it holds then is nobody's any more. */
public final class KilledJvm {
    /** How such a process ends. */
    public static final int KILLED_EXIT_CODE = 137;

    private static final long TIMEOUT_SECONDS = 60;
    /** A sleeper may wake so much too late. */
    private static final long SPIN_NANOS = 20_000_000;

    private KilledJvm() {}

    /** Runs that main; returns whether it was killed, rather than done before. */
    public static boolean run(Path folder, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        words.addAll(List.of(arguments));
        var output = Files.createTempFile(folder, "killed", ".log");
        var process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                .as(Files.readString(output))
                .isTrue();
        var code = process.exitValue();
        assertThat(code).as(Files.readString(output)).isIn(0, KILLED_EXIT_CODE);
        Files.delete(output);
        return code == KILLED_EXIT_CODE;
    }

    /** Ends this process so long after now, without any clean-up. */
    @SuppressWarnings("ThreadPriorityCheck")
    public static void endAfter(Duration delay) {
        var at = System.nanoTime() + delay.toNanos();
        var killer = new Thread(() -> {
            for (var left = delay.toNanos(); left > 0; left = at - System.nanoTime()) {
                if (left > SPIN_NANOS) {
                    LockSupport.parkNanos(left - SPIN_NANOS);
                } else {
                    Thread.onSpinWait();
                }
            }
            Runtime.getRuntime().halt(KILLED_EXIT_CODE);
        });
        killer.setDaemon(true);
        killer.start();
    }
}
