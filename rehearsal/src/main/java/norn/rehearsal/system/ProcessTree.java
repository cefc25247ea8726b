package norn.rehearsal.system;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process and its descendants. */
public final class ProcessTree {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private ProcessTree() {}

    /** Ends all of them that live: asks first, and kills those that live on. One that has ended is left alone with what it started. */
    public static void end(Process process) throws InterruptedException {
        var all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .filter(ProcessHandle::isAlive)
                .toList();
        all.forEach(ProcessHandle::destroy);
        var begin = System.nanoTime();
        while (all.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() - begin < TIMEOUT.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        all.forEach(ProcessHandle::destroyForcibly);
        process.waitFor();
    }
}
