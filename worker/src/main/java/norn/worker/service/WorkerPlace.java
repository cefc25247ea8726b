package norn.worker.service;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import norn.action.run.HostLock;
import norn.files.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of the one worker of a host that takes the tasks of some queues: a lock of the operating system for each queue, which
 * ends with the process that holds it, however that ends. Of two workers that share the folder of the locks one is active.
 */
final class WorkerPlace implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerPlace.class);

    private final List<Path> files;
    private final List<HostLock> held = new ArrayList<>();

    /**
     * That place.
     *
     * @param namespace the id of the Temporal namespace: two servers, or two namespaces, are two places
     */
    WorkerPlace(Path folder, String namespace, List<String> queues) {
        files = queues.stream()
                .sorted() // whoever takes several takes them in one order
                .map(queue -> folder.resolve("worker-%s.lock"
                        .formatted(Sha256.of(namespace + " " + queue).substring(0, 16))))
                .toList();
    }

    /** Takes it, where nobody has it. */
    boolean take() {
        while (held.size() < files.size()) {
            var next = files.get(held.size());
            var lock = HostLock.tryAcquire(next, false);
            if (lock.isEmpty()) {
                return false;
            }
            held.add(lock.get());
            note(lock.get());
        }
        return true;
    }

    /** Notes for people who has it; a full disk is no reason not to work. */
    private static void note(HostLock lock) {
        try {
            lock.note(Long.toString(ProcessHandle.current().pid()));
        } catch (UncheckedIOException unwritable) {
            LOG.warn("event=place-not-noted reason={}", unwritable.getMessage());
        }
    }

    /** The process that has it, for people; empty where that is not known. */
    Optional<String> holder() {
        return held.size() == files.size() ? Optional.empty() : HostLock.noted(files.get(held.size()));
    }

    @Override
    public void close() {
        held.forEach(HostLock::close);
        held.clear();
    }
}
