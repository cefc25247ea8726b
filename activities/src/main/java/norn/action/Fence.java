package norn.action;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import norn.files.AtomicFiles;

/**
 * The number of the newest holder of an environment, saved on its host. It is only ever raised: an order with a lower number
 * comes from an earlier holder.
 */
public final class Fence {
    private static final Object ONE_AT_A_TIME = new Object(); // file locks are held by the process, not by the thread

    private final Path file;
    private final Path lock;

    /** The fence saved in that records folder. */
    public Fence(Path records) {
        this.file = records.resolve("fence");
        this.lock = records.resolve("fence.lock");
    }

    /** The highest number saved here; 0 where there is none. */
    public long highest() {
        try {
            return Long.parseLong(words()[0]);
        } catch (NoSuchFileException none) {
            return 0;
        } catch (IOException | NumberFormatException unreadable) {
            throw new ActionFailed(
                    "FenceUnreadable",
                    "%s: cannot be read as a number: %s".formatted(file, unreadable.getMessage()),
                    "Write the highest fence that any record of this environment names, plus one, into it.",
                    false,
                    unreadable);
        }
    }

    /** The run that took the environment last; empty where none has. */
    public Optional<String> holder() {
        try {
            var words = words();
            return words.length < 2 ? Optional.empty() : Optional.of(words[1]);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }

    /** The number, and who took it. */
    private String[] words() throws IOException {
        return Files.readString(file).strip().split("\\s", 2);
    }

    /** Takes the environment for a new holder: the highest number plus one, saved before it is returned. */
    public long acquire(String holder) {
        return set(highest -> highest + 1, holder);
    }

    /** Saves a number that a holder took elsewhere; one lower than the saved one changes nothing. Returns the highest. */
    public long raise(long number, String holder) {
        return set(highest -> Math.max(highest, number), holder);
    }

    /**
     * Refuses an order of an earlier holder.
     *
     * @throws ActionFailed {@code StaleFence} if {@code number} is below the highest saved
     */
    public void check(long number) {
        var highest = highest();
        if (number < highest) {
            throw new ActionFailed(
                    "StaleFence",
                    "this order has fence %d, and the environment was taken with fence %d since"
                            .formatted(number, highest),
                    "A newer deployment or rollback holds the environment: this one may change nothing more.",
                    false);
        }
    }

    private long set(LongUnaryOperator next, String holder) {
        synchronized (ONE_AT_A_TIME) {
            try {
                Files.createDirectories(lock.toAbsolutePath().getParent());
                try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        var held = channel.lock()) {
                    var highest = highest();
                    var number = next.applyAsLong(highest);
                    if (number > highest && held.isValid()) {
                        AtomicFiles.write(file, number + " " + holder.replaceAll("\\s", " ") + "\n");
                    }
                    return number;
                }
            } catch (IOException failure) {
                throw new UncheckedIOException("cannot lock " + lock, failure);
            }
        }
    }
}
