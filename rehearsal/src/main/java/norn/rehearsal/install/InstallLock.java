package norn.rehearsal.install;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** That one process, and one thread of it, installs a thing, and the others wait. The system releases the lock of a process that dies. */
final class InstallLock implements AutoCloseable {
    private static final long POLL_MILLIS = 200;

    /** The system does not tell the threads of a process apart: when one closes the file, it releases the lock of another. */
    private static final Map<Path, Semaphore> THREADS = new ConcurrentHashMap<>();

    private final Semaphore threads;
    private final FileChannel channel;

    private InstallLock(Semaphore threads, FileChannel channel) {
        this.threads = threads;
        this.channel = channel;
    }

    /**
     * Waits for it.
     *
     * @throws InstallFailed if another has it for longer than an installation takes, or it is not wanted any more
     */
    static InstallLock take(Path file, String title, InstallLimits limits, StopSignal stop, Consumer<String> progress)
            throws IOException, InterruptedException {
        var waiting = new Waiting(file, title, limits, stop, progress, Stopwatch.started());
        var threads = THREADS.computeIfAbsent(file, any -> new Semaphore(1));
        waiting.until(threads::tryAcquire);
        FileChannel channel = null;
        var taken = false;
        try {
            var opened = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            channel = opened;
            waiting.until(() -> opened.tryLock() != null);
            opened.truncate(0);
            opened.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            taken = true;
            return new InstallLock(threads, opened);
        } finally {
            if (!taken) {
                close(channel, threads);
            }
        }
    }

    private static void close(@Nullable FileChannel channel, Semaphore threads) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            threads.release();
        }
    }

    @Override
    public void close() throws IOException {
        close(channel, threads);
    }

    private interface Attempt {
        boolean succeeds() throws IOException;
    }

    private record Waiting(
            Path file,
            String title,
            InstallLimits limits,
            StopSignal stop,
            Consumer<String> progress,
            Stopwatch stopwatch) {

        void until(Attempt attempt) throws IOException, InterruptedException {
            var announced = Duration.ZERO.minus(limits.progress());
            while (!attempt.succeeds()) {
                var waited = stopwatch.elapsed();
                if (waited.compareTo(limits.whole()) >= 0) {
                    throw new InstallFailed(
                            "%s installs %s, and is not done after %d s".formatted(holder(), title, waited.toSeconds()),
                            "Wait for it, or end that process, and try again.");
                }
                if (waited.minus(announced).compareTo(limits.progress()) >= 0) {
                    announced = waited;
                    var line = "waiting for %s, which installs %s".formatted(holder(), title);
                    progress.accept(
                            waited.toSeconds() == 0
                                    ? line + " …"
                                    : "%s, %d s so far …".formatted(line, waited.toSeconds()));
                }
                if (stop.await(POLL_MILLIS)) {
                    throw new InstallFailed("installing %s was stopped".formatted(title), "Try again.");
                }
            }
        }

        private String holder() {
            try {
                return "process " + Files.readString(file).strip();
            } catch (IOException unknown) {
                return "another process";
            }
        }
    }
}
