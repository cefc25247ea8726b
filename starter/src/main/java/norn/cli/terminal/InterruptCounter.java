package norn.cli.terminal;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;

/** Counts Ctrl-C instead of ending the process. A TERM signal counts twice, since nobody is there to press a second time. */
public final class InterruptCounter {
    private static final int BY_CTRL_C = 130;
    private static final int BY_TERM = 143;

    private final Semaphore pressed = new Semaphore(0);
    private Runnable first = () -> {};
    private volatile boolean any;
    private volatile boolean terminated;

    /** Counts from now on. */
    public static InterruptCounter counted() {
        var interrupts = new InterruptCounter();
        Signals.register("INT", interrupts::press);
        Signals.register("TERM", interrupts::terminate);
        return interrupts;
    }

    /** The action for the first one; replaces the action before. */
    public synchronized void onFirst(Runnable action) {
        first = action;
    }

    /** Whether there was one. */
    public boolean any() {
        return any;
    }

    /** The exit code of a process that was ended so. */
    public int exitCode() {
        return terminated ? BY_TERM : BY_CTRL_C;
    }

    /** Whether Ctrl-C is pressed again within that time. */
    public boolean isPressedAgain(Duration timeout) {
        try {
            return pressed.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private synchronized void press() {
        if (any) {
            pressed.release();
        } else {
            any = true;
            first.run();
        }
    }

    private synchronized void terminate() {
        terminated = true;
        press();
        pressed.release();
    }
}
