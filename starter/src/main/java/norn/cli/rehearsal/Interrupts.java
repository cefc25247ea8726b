package norn.cli.rehearsal;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;

/** Ctrl-C as something that is counted, instead of the end. */
public final class Interrupts {
    private final Semaphore pressed = new Semaphore(0);
    private volatile Runnable first = () -> {};
    private volatile boolean any;

    /** Counts from now on. */
    public static Interrupts counted() {
        var interrupts = new Interrupts();
        Signals.register("INT", interrupts::press);
        return interrupts;
    }

    /** What the first one does. */
    public void onFirst(Runnable action) {
        first = action;
    }

    /** Whether there was one. */
    public boolean any() {
        return any;
    }

    /** Whether there is another one within that time. */
    public boolean another(Duration patience) {
        try {
            return pressed.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private synchronized void press() {
        if (any) pressed.release();
        else {
            any = true;
            first.run();
        }
    }
}
