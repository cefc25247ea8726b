package norn.action.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import norn.action.ActionFailed;
import norn.action.Heartbeats;
import norn.files.LenientJson;
import norn.files.RecordFolders;
import norn.plan.Order;

/**
 * Which try of a step is wanted on this host: the one that was ordered last of those that have begun. Each says so before it acts,
 * and looks again before each of its parts, so that an earlier one, which was given up while it hung, does nothing more.
 */
final class WantedTry {
    /** Where the volume of the records is full or gone: better known to this process alone than to nobody. */
    private static final Map<Path, TryNumber> UNSAVED = new ConcurrentHashMap<>();

    private static final int MAX_WAIT_MILLISECONDS = 10_000;

    private final Path file;
    private final Path lock;
    private final TryNumber own;
    private final String step;

    /** The try of that order whose heartbeats these are. */
    WantedTry(Path records, Order order, Heartbeats heartbeats) {
        file = RecordFolders.step(records, order).resolve(".wanted");
        lock = Ownership.folder(records).resolve("tries.lock");
        step = order.step();
        own = new TryNumber(
                order.fence(),
                heartbeats.run(),
                order.attempt(),
                heartbeats.orderedAt().toEpochMilli(),
                heartbeats.tryNumber());
    }

    /**
     * What distinguishes a try from the others of its step.
     *
     * @param run the run that ordered it
     * @param orderedAtMilliseconds when, since 1970, by the server's clock
     */
    record TryNumber(long fence, String run, int attempt, long orderedAtMilliseconds, int number) {
        /** Of one run, a later attempt is later whatever the clock says. */
        boolean isBefore(TryNumber other) {
            if (fence != other.fence) {
                return fence < other.fence;
            }
            if (run.equals(other.run) && attempt != other.attempt) {
                return attempt < other.attempt;
            }
            return orderedAtMilliseconds == other.orderedAtMilliseconds
                    ? number < other.number
                    : orderedAtMilliseconds < other.orderedAtMilliseconds;
        }
    }

    /**
     * Says that this is the wanted one.
     *
     * @throws ActionFailed {@code StaleTry} if a later one has begun
     */
    void claim() throws InterruptedException {
        var taken = HostLock.tryAcquire(lock, false);
        for (var waited = 0; taken.isEmpty() && waited < MAX_WAIT_MILLISECONDS; waited += 5) {
            Thread.sleep(5);
            taken = HostLock.tryAcquire(lock, false);
        }
        var held = taken.orElseThrow(this::busy);
        try {
            require();
            save();
        } finally {
            held.close();
        }
    }

    /** Checks that it still is. @throws ActionFailed {@code StaleTry} if it is not */
    void require() {
        var latest = latest();
        if (latest.isPresent() && own.isBefore(latest.get())) {
            throw new ActionFailed(
                    "StaleTry",
                    "step %s: attempt %d, try %d was given up: attempt %d, try %d has begun since"
                            .formatted(
                                    step,
                                    own.attempt(),
                                    own.number(),
                                    latest.get().attempt(),
                                    latest.get().number()),
                    "The later one does the work: this one may do nothing more.",
                    false);
        }
    }

    private Optional<TryNumber> latest() {
        var unsaved = UNSAVED.get(file);
        return unsaved == null ? saved() : Optional.of(unsaved);
    }

    private Optional<TryNumber> saved() {
        try {
            return Optional.of(LenientJson.parse(Files.readString(file), TryNumber.class));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }

    /** It need not survive the machine: then no earlier try does. */
    private void save() {
        var fresh = file.resolveSibling(".wanted.new");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(fresh, LenientJson.text(own));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            UNSAVED.remove(file);
        } catch (IOException noDisk) {
            UNSAVED.put(file, own);
        }
    }

    private ActionFailed busy() {
        return new ActionFailed(
                "StillActing",
                lock + ": another process holds it for longer than any should",
                "Find which (lsof), end it, then RETRY.",
                true);
    }
}
