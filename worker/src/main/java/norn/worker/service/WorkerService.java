package norn.worker.service;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import norn.worker.ActionInvoker;
import norn.worker.HostEnvironments;
import norn.worker.NornWorker;
import norn.worker.TemporalConnection;
import norn.worker.WorkerSettings;
import norn.worker.metric.Metrics;
import norn.worker.metric.RunReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker as a service of its host. Where another one has its place, it stands by, and takes over once that has ended. It says how
 * it is by HTTP, where it is to.
 */
public final class WorkerService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerService.class);
    private static final Duration TAKE_OVER_INTERVAL = Duration.ofMillis(250);
    /** For what comes after the actions have ended or were handed over. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);

    private final WorkerSettings settings;
    private final HostEnvironments environments;
    private final Metrics metrics = new Metrics();
    private final TemporalConnection connection;
    private final WorkerPlace place;
    private final FolderIdentity home;
    private final ReadinessCheck check;
    private final @Nullable HealthServer health;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "readiness");
        thread.setDaemon(true);
        return thread;
    });
    private final Future<?> checks;
    private volatile Readiness readiness = Readiness.notReady(List.of("it starts"));
    private volatile @Nullable NornWorker worker;
    private volatile boolean lost;

    /**
     * A worker that is connected, and neither takes tasks nor has a place yet.
     *
     * @param locks the folder whose workers have their places among each other
     * @param address where health and metrics are served; null: nowhere
     */
    public WorkerService(
            WorkerSettings settings, HostEnvironments environments, Path locks, @Nullable InetSocketAddress address) {
        this.settings = settings;
        this.environments = environments;
        connection = connected(settings, metrics);
        try {
            home = FolderIdentity.of(locks);
            place = new WorkerPlace(locks, connection.namespaceId(), settings.queues());
            check = new ReadinessCheck(connection, settings.queues(), environments, settings.hostEnvironments());
            health =
                    address == null ? null : new HealthServer(address, () -> isAlive(), () -> readiness, metrics::text);
        } catch (RuntimeException cannot) {
            connection.close();
            metrics.close();
            throw cannot;
        }
        checks =
                scheduler.scheduleWithFixedDelay(this::checkAgain, 0, CHECK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static TemporalConnection connected(WorkerSettings settings, Metrics metrics) {
        try {
            return TemporalConnection.open(settings, metrics.scope());
        } catch (RuntimeException cannot) {
            metrics.close();
            throw cannot;
        }
    }

    /** The port of health and metrics; empty where they are not served. */
    public OptionalInt healthPort() {
        return health == null ? OptionalInt.empty() : OptionalInt.of(health.port());
    }

    /**
     * Stands by while another worker has its place, works from then on, and returns once it was closed by another thread.
     *
     * @throws HomeLost once the folder of the places was deleted or replaced
     */
    public void run() throws InterruptedException {
        try {
            NornWorker.warmUp();
            workInPlace();
        } finally {
            stopped.countDown();
        }
        if (lost) {
            throw new HomeLost(home.folder());
        }
    }

    private void workInPlace() throws InterruptedException {
        if (takePlace()) {
            var begun = NornWorker.start(settings, environments, ActionInvoker.ofThisHost(), connection, metrics);
            worker = begun;
            metrics.worker().active(true);
            scheduler.execute(this::checkAgain);
            var runs = health != null && settings.host() == null
                    ? RunReader.start(connection.client(), metrics.runs())
                    : null;
            try {
                stopping.await();
            } finally {
                if (runs != null) {
                    runs.close();
                }
                begun.close();
            }
        }
    }

    /** False where it was closed before it got the place. */
    private boolean takePlace() throws InterruptedException {
        var standsBy = false;
        while (!place.take()) {
            if (!standsBy) {
                standsBy = true;
                LOG.info("event=standing-by holder={}", place.holder().orElse("unknown"));
                readiness = standingBy();
            }
            if (stopping.await(TAKE_OVER_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        if (standsBy) {
            LOG.info("event=place-taken");
        }
        return stopping.getCount() > 0;
    }

    private Readiness standingBy() {
        return Readiness.standingBy(place.holder()
                .map("process %s is the worker of this host; this one takes over once that has ended"::formatted)
                .orElse("another process is the worker of this host; this one takes over once that has ended"));
    }

    private boolean isAlive() {
        var here = worker;
        return here == null || here.isRunning() || stopping.getCount() == 0;
    }

    private void checkAgain() {
        if (!lost && stopping.getCount() > 0 && home.isLost()) {
            lost = true;
            LOG.error("event=home-lost folder={}", home.folder());
            stopping.countDown();
        }
        try {
            var readable = check.readable();
            metrics.worker().environments(readable);
            if (stopping.getCount() == 0) {
                readiness = Readiness.stopping();
            } else if (worker != null) {
                readiness = Readiness.notReady(check.reasons(readable));
            }
            metrics.worker().ready(readiness.isReady());
        } catch (RuntimeException
                | LinkageError failed) { // such as one of a jar that was replaced: it is to look again
            readiness = Readiness.notReady(
                    List.of("it could not be checked: " + failed.getClass().getSimpleName()));
            metrics.worker().ready(false);
            LOG.warn("event=readiness-not-checked reason={}", failed.toString());
        }
    }

    /** Takes no more tasks, lets short actions end, leaves long ones to the next worker, and returns once all has ended. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        stopping.countDown();
        readiness = Readiness.stopping();
        metrics.worker().ready(false);
        metrics.worker().active(false);
        try {
            if (!stopped.await(settings.stopTimeout().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("event=stop-timeout ms={}", settings.stopTimeout().toMillis());
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        checks.cancel(true);
        scheduler.shutdownNow();
        place.close();
        if (health != null) {
            health.close();
        }
        connection.close();
        metrics.close();
        LOG.info("event=service-ended");
    }
}
