package norn.cli.rehearsal;

import java.time.Duration;
import java.util.function.Consumer;
import norn.cli.local.Home;

/** Says once, as soon as it happens, that the worker of a rehearsal has died or its disk is full, and how it goes on. */
final class WorkerWatch implements AutoCloseable {
    private static final Duration NOW_AND_THEN = Duration.ofMillis(500);

    private static final long LITTLE_BYTES = 10_000_000;

    private final Home home;
    private final WorkerProcess worker;
    private final Consumer<String> tell;
    private final Thread thread;
    private boolean full;

    private WorkerWatch(Home home, WorkerProcess worker, Consumer<String> tell) {
        this.home = home;
        this.worker = worker;
        this.tell = tell;
        this.thread = new Thread(this::watch, "watch the worker");
        thread.setDaemon(true);
    }

    /** Watches until it is closed. */
    static WorkerWatch begun(Home home, WorkerProcess worker, Consumer<String> tell) {
        var watch = new WorkerWatch(home, worker, tell);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        try {
            while (worker.runs()) {
                lookAtDisk();
                Thread.sleep(NOW_AND_THEN.toMillis());
            }
            tell.accept(
                    "the worker (process %d) has died. Its last words:%n%s%nStart another with './norn worker': the deployment goes on where it was."
                            .formatted(worker.process().pid(), worker.lastWords()));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** A server without room does not answer, and says nowhere why. */
    private void lookAtDisk() {
        if (full || home.path().toFile().getUsableSpace() >= LITTLE_BYTES) return;
        full = true;
        tell.accept("%s: the disk is full. Make room, and the deployment goes on; or end it: Ctrl-C, twice."
                .formatted(home.path()));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
