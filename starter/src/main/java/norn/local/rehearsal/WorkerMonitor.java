package norn.local.rehearsal;

import java.time.Duration;
import java.util.function.Consumer;
import norn.local.NornHome;

/** Reports that the worker of a rehearsal has ended or its disk is full, once, as soon as it happens. */
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
        this.thread = new Thread(this::watch, "worker-monitor");
        thread.setDaemon(true);
    }

    /** Starts one; it reports until it is closed. */
    public static WorkerMonitor started(NornHome home, WorkerProcess worker, Consumer<String> report) {
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
                    "the worker (process %d) has ended unexpectedly. Its last log lines:%n%s%nStart another with './norn worker': the deployment continues where it was."
                            .formatted(worker.process().pid(), worker.lastLogLines()));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** A Temporal server without disk space does not answer, and does not say why. */
    private void checkDisk() {
        if (full || home.path().toFile().getUsableSpace() >= MIN_FREE_BYTES) {
            return;
        }
        full = true;
        report.accept("%s: the disk is full. Make room, and the deployment continues; or press Ctrl-C twice to end it."
                .formatted(home.path()));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
