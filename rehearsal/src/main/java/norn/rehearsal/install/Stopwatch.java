package norn.rehearsal.install;

import java.time.Duration;

/** Time that passes from a moment on, whatever is done to the machine's clock. */
record Stopwatch(long begin) {
    static Stopwatch started() {
        return new Stopwatch(System.nanoTime());
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
