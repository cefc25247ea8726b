package norn.cli.rehearsal;

import java.time.Duration;
import java.util.function.Consumer;

/** Says once, as soon as it happens, that the worker of a rehearsal has died, and how its deployment goes on. */
final class WorkerWatch implements AutoCloseable {
    private static final Duration NOW_AND_THEN = Duration.ofMillis(500);

    private final WorkerProcess worker;
    private final Consumer<String> tell;
    private final Thread thread;

    private WorkerWatch(WorkerProcess worker, Consumer<String> tell) {
        this.worker = worker;
        this.tell = tell;
        this.thread = new Thread(this::watch, "watch the worker");
        thread.setDaemon(true);
    }

    /** Watches until it is closed. */
    static WorkerWatch begun(WorkerProcess worker, Consumer<String> tell) {
        var watch = new WorkerWatch(worker, tell);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        try {
            while (worker.runs()) Thread.sleep(NOW_AND_THEN.toMillis());
            tell.accept(
                    "the worker (process %d) has died. Its last words:%n%s%nStart another with './norn worker': the deployment goes on where it was."
                            .formatted(worker.process().pid(), worker.lastWords()));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
