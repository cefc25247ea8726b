package norn.exec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Copies a process's output to where it is wanted, in a thread of its own. */
public final class StreamCopier {
    private final FutureTask<Long> task;

    private StreamCopier(FutureTask<Long> task) {
        this.task = task;
    }

    /** Starts to copy. */
    public static StreamCopier start(InputStream from, OutputStream to) {
        var task = new FutureTask<>(() -> from.transferTo(to));
        var thread = new Thread(task, "norn: output");
        thread.setDaemon(true);
        thread.start();
        return new StreamCopier(task);
    }

    /** Whether everything is copied, or it gave up. */
    public boolean isDoneWithin(long milliseconds) throws InterruptedException {
        try {
            task.get(milliseconds, TimeUnit.MILLISECONDS);
        } catch (TimeoutException notYet) {
            return false;
        } catch (ExecutionException failed) {
            return true;
        }
        return true;
    }

    /** Throws what stopped it before the end, such as a full disk. */
    public void check() throws InterruptedException {
        try {
            task.get();
        } catch (ExecutionException failed) {
            throw new UncheckedIOException(
                    "cannot copy the output: " + failed.getMessage(),
                    failed.getCause() instanceof IOException io ? io : new IOException(failed));
        }
    }
}
