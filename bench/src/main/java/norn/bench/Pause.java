package norn.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Time in which nothing is asked of the machine, as people leave it between two answers. */
final class Pause {
    private Pause() {}

    static void of(Duration length) {
        try {
            TimeUnit.NANOSECONDS.sleep(length.toNanos());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
    }
}
