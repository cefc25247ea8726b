package norn.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Time in which nothing is asked of the machine, as people leave it between two answers. */
public final class Sleep {
    private Sleep() {}

    /** Waits so long. */
    public static void of(Duration duration) {
        try {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
    }
}
