package norn.action;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongUnaryOperator;
import norn.files.AtomicFiles;
import org.jspecify.annotations.Nullable;

/**
 * The number of the newest holder of an environment, saved on its host. It is only ever raised: an order with a lower number
 * comes from an earlier holder. A rollback must be able to raise it on a full disk: there it is written in place, and where there is
 * nothing to write to, this process knows it alone.
 */
public final class Fence {
    private static final Object ONE_AT_A_TIME = new Object(); // file locks are held by the process, not by the thread

    /** Where the volume of the records is full or gone: better known to this process alone than to nobody. */
    private static final Map<Path, Taken> UNSAVED = new ConcurrentHashMap<>();

    /** A number, and who took it. */
    private record Taken(long number, @Nullable String holder) {
        private static final Taken NEVER = new Taken(0, null);

        private static Taken read(String text) {
            var words = text.lines().findFirst().orElse("").strip().split("\\s", 2);
            return new Taken(Long.parseLong(words[0]), words.length < 2 ? null : words[1]);
        }

        private String text() {
            return holder == null ? number + "\n" : number + " " + holder + "\n";
        }
    }

    private final Path file;
    private final Path lock;

    /** The fence saved in that records folder. */
    public Fence(Path records) {
        var folder = records.toAbsolutePath().normalize();
        this.file = folder.resolve("fence");
        this.lock = folder.resolve("fence.lock");
    }

    /** The highest number saved here; 0 where there is none. */
    public long highest() {
        try {
            return latest().number();
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
            return Optional.ofNullable(latest().holder());
        } catch (NumberFormatException damaged) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }

    private Taken latest() throws IOException {
        var unsaved = UNSAVED.getOrDefault(file, Taken.NEVER);
        var saved = saved();
        return unsaved.number() > saved.number() ? unsaved : saved;
    }

    private Taken saved() throws IOException {
        try {
            return Taken.read(Files.readString(file));
        } catch (NoSuchFileException none) {
            return Taken.NEVER;
        }
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
                var channel = lockedChannel();
                try {
                    var highest = highest();
                    var number = next.applyAsLong(highest);
                    if (number > highest) {
                        save(new Taken(number, holder.replaceAll("\\s", " ")));
                    }
                    return number;
                } finally {
                    if (channel != null) {
                        channel.close();
                    }
                }
            } catch (IOException failure) {
                throw new UncheckedIOException("cannot lock " + lock, failure);
            }
        }
    }

    private void save(Taken taken) {
        try {
            AtomicFiles.write(file, taken.text());
            UNSAVED.remove(file);
        } catch (UncheckedIOException full) {
            saveInPlace(taken);
        }
    }

    private void saveInPlace(Taken taken) {
        try {
            AtomicFiles.overwrite(file, taken.text().getBytes(StandardCharsets.UTF_8));
            UNSAVED.remove(file);
        } catch (UncheckedIOException noDisk) {
            UNSAVED.put(file, taken);
        }
    }

    /** Keeps other processes waiting until it is closed; null where the file cannot be made, and nobody else could write either. */
    private @Nullable FileChannel lockedChannel() throws IOException {
        FileChannel channel;
        try {
            Files.createDirectories(lock.getParent());
            channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException noDisk) {
            return null;
        }
        try {
            channel.lock();
            return channel;
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
    }
}
