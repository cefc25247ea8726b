package norn.action.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Holding;
import norn.exec.Commands;
import norn.exec.Poller;
import norn.files.AtomicFiles;
import norn.files.LenientJson;
import norn.files.RecordFolders;
import norn.plan.Order;

/**
 * That one try, and no other, acts on a part of the environment. Every try that changes something also shares the environment; who
 * surveys or proves it has it alone. So a proof is of an environment that nobody changes, also no try that was given up and hangs.
 * It is held across the act, by file locks, which end with the process.
 */
final class Ownership implements AutoCloseable {
    private static final String LOCK = ".lock";
    private static final String HOLDER = ".holder";
    private static final Duration POLL = Duration.ofMillis(50);

    private final List<HostLock> locks = new ArrayList<>();
    private final List<Path> holderFiles = new ArrayList<>();

    private Ownership() {}

    /** The folder of the locks. */
    static Path folder(Path records) {
        return records.resolve("locks");
    }

    /**
     * Who has a part, for people and for whoever has it next.
     *
     * @param process the worker's id
     */
    record Holder(String deployment, String step, int attempt, int tryNumber, long process, String since) {
        private String text() {
            return "step %s of %s (attempt %d, try %d, process %d, since %s)"
                    .formatted(step, deployment, attempt, tryNumber, process, since);
        }
    }

    /**
     * Waits until the try has what it needs for itself, and ends what a killed process left running there.
     *
     * @param changing it changes the environment, so that nobody may survey or prove it meanwhile
     * @throws ActionFailed {@code StillActing} if whoever has it does not end in time
     */
    static Ownership take(Holding holding, boolean changing, Order order, Attempt attempt) throws InterruptedException {
        var folder = folder(attempt.host().records());
        var ownership = new Ownership();
        var taken = Poller.of(attempt, POLL)
                .await(
                        holding.timeout(),
                        () -> ownership.tryTake(holding, changing, folder),
                        Boolean::booleanValue,
                        waiting -> "waits for " + whoHas(holding, folder));
        if (!taken) {
            throw stillActing(holding, folder);
        }
        try {
            ownership.endLeftovers(holding, folder, attempt.host().records());
            ownership.sign(holding, folder, order, attempt);
            return ownership;
        } catch (RuntimeException failure) {
            ownership.close();
            throw failure;
        }
    }

    /**
     * Waits until nobody changes the environment on this host: who has taken the fence knows then that no earlier holder's try
     * does anything more.
     *
     * @throws ActionFailed {@code StillActing} if somebody still does
     */
    static void requireNobodyActing(Path records, Duration timeout) throws InterruptedException {
        var everything = Holding.ofEverything();
        var folder = folder(records);
        var ownership = new Ownership();
        var nobody = Poller.withoutHeartbeats(POLL)
                .await(
                        timeout,
                        () -> ownership.tryTake(everything, false, folder),
                        Boolean::booleanValue,
                        waiting -> "");
        ownership.release();
        if (!nobody) {
            throw stillActing(everything, folder);
        }
    }

    /** All of it or nothing: who waits holds nothing. */
    private boolean tryTake(Holding holding, boolean changing, Path folder) {
        var all = (!holding.everything() && !changing)
                || tryTake(folder.resolve("environment" + LOCK), !holding.everything());
        for (var part : holding.parts()) {
            all = all && tryTake(lock(folder, part), false);
        }
        if (!all) {
            release();
        }
        return all;
    }

    private boolean tryTake(Path file, boolean shared) {
        var lock = HostLock.tryAcquire(file, shared);
        lock.ifPresent(locks::add);
        return lock.isPresent();
    }

    /** A killed process leaves its name behind, and may have left commands that go on. */
    private void endLeftovers(Holding holding, Path folder, Path records) {
        for (var file : holding.everything() ? holderFiles(folder) : holderFiles(holding, folder)) {
            var lock = Path.of(file.toString().replaceFirst("\\.holder$", LOCK));
            if (!holding.everything()) {
                endLeftovers(file, records);
                continue;
            }
            try (var free = HostLock.tryAcquire(lock, false).orElse(null)) {
                if (free != null) { // else somebody prepares a release
                    endLeftovers(file, records);
                }
            }
        }
    }

    private static void endLeftovers(Path file, Path records) {
        var holder = read(file);
        if (holder.isPresent()) {
            var deployment = RecordFolders.deployment(records, holder.get().deployment());
            Commands.endRuns(deployment.resolve(RecordFolders.name(holder.get().step())));
            AtomicFiles.deleteIfPossible(file); // else the next one finds nothing left to end
        }
    }

    private void sign(Holding holding, Path folder, Order order, Attempt attempt) {
        var holder = new Holder(
                order.deployment(),
                order.step(),
                order.attempt(),
                attempt.tryNumber(),
                ProcessHandle.current().pid(),
                Instant.now().toString());
        for (var file : holderFiles(holding, folder)) {
            try {
                Files.writeString(file, LenientJson.text(holder));
                holderFiles.add(file);
            } catch (IOException noDisk) {
                return; // the lock holds all the same
            }
        }
    }

    private static List<Path> holderFiles(Holding holding, Path folder) {
        return holding.parts().stream()
                .map(part -> folder.resolve(RecordFolders.name(part) + HOLDER))
                .toList();
    }

    private static List<Path> holderFiles(Path folder) {
        var files = new ArrayList<Path>();
        try (var found = Files.newDirectoryStream(folder, "*" + HOLDER)) {
            found.forEach(files::add);
        } catch (IOException none) {
            return List.of();
        }
        Collections.sort(files);
        return files;
    }

    private static Path lock(Path folder, String part) {
        return folder.resolve(RecordFolders.name(part) + LOCK);
    }

    private static String whoHas(Holding holding, Path folder) {
        var names = (holding.everything() ? holderFiles(folder) : holderFiles(holding, folder))
                .stream().flatMap(file -> read(file).stream()).map(Holder::text).toList();
        return names.isEmpty() ? "another try" : String.join(" and ", names);
    }

    private static Optional<Holder> read(Path file) {
        try {
            return LenientJson.read(file, Holder.class);
        } catch (UncheckedIOException beingWritten) {
            return Optional.empty();
        }
    }

    private static ActionFailed stillActing(Holding holding, Path folder) {
        return new ActionFailed(
                "StillActing",
                "%s still acts here, and nothing may begin beside it".formatted(whoHas(holding, folder)),
                "Let it come to its end. If it hangs, end its process (a worker of Norn: start it again), then RETRY.",
                true);
    }

    private void release() {
        for (var i = locks.size() - 1; i >= 0; i--) {
            locks.get(i).close();
        }
        locks.clear();
    }

    @Override
    public void close() {
        holderFiles.forEach(AtomicFiles::deleteIfPossible); // a volume that cannot be written any more holds no lock
        holderFiles.clear();
        release();
    }
}
