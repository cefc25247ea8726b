package norn.rehearsal.install;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Whether whoever asked for an installation still wants it. Once it is given, it stays. */
public final class StopSignal {
    private static final StopSignal OF_PROCESS = new StopSignal();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(OF_PROCESS::giveAndAwait, "stop-installing"));
    }

    private final CountDownLatch given = new CountDownLatch(1);
    private final AtomicInteger running = new AtomicInteger();

    /** That of this process: given when it is asked to end, and at the latest when it ends. */
    public static StopSignal ofProcess() {
        return OF_PROCESS;
    }

    /** Ends what is being installed; nothing is installed any more. Returns at once. */
    public void give() {
        given.countDown();
    }

    boolean isGiven() {
        return given.getCount() == 0;
    }

    /** Waits that long, or until it is given. */
    boolean await(long millis) throws InterruptedException {
        return given.await(millis, TimeUnit.MILLISECONDS);
    }

    void begun() {
        running.incrementAndGet();
    }

    void ended() {
        running.decrementAndGet();
    }

    /** Returns when no package manager runs any more: a process that ends leaves none behind. */
    private void giveAndAwait() {
        give();
        try {
            for (var waits = 0; running.get() > 0 && waits < 250; waits++) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
