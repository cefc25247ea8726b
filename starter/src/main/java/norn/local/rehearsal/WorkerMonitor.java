package norn.local.rehearsal;

import java.time.Duration;
import java.util.function.Consumer;
import norn.local.NornHome;

/** Says once, as soon as it happens, that the worker of a rehearsal has died or its disk is full, and how it goes on. */
public final class WorkerMonitor implements AutoCloseable {
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(500);

    private static final long MIN_FREE_BYTES = 10_000_000;

    private final NornHome home;
    private final WorkerProcess worker;
    private final Consumer<String> report;
    private final Thread thread;
    private boolean full;

    private WorkerMonitor(NornHome home, WorkerProcess worker, Consumer<String> report) {
        this.home = home;
        this.worker = worker;
        this.report = report;
        this.thread = new Thread(this::watch, "watch the worker");
        thread.setDaemon(true);
    }

    /** Watches until it is closed. */
    public static WorkerMonitor begun(NornHome home, WorkerProcess worker, Consumer<String> report) {
        var monitor = new WorkerMonitor(home, worker, report);
        monitor.thread.start();
        return monitor;
    }

    private void watch() {
        try {
            while (worker.isRunning()) {
                checkDisk();
                Thread.sleep(CHECK_INTERVAL.toMillis());
            }
            report.accept(
                    "the worker (process %d) has died. Its last words:%n%s%nStart another with './norn worker': the deployment goes on where it was."
                            .formatted(worker.process().pid(), worker.lastLogLines()));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** A server without room does not answer, and says nowhere why. */
    private void checkDisk() {
        if (full || home.path().toFile().getUsableSpace() >= MIN_FREE_BYTES) {
            return;
        }
        full = true;
        report.accept("%s: the disk is full. Make room, and the deployment goes on; or end it: Ctrl-C, twice."
                .formatted(home.path()));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
