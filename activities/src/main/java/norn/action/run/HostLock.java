package norn.action.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import norn.files.AtomicFiles;
import norn.files.Scratch;
import org.jspecify.annotations.Nullable;

/**
 * A lock on this host, by a file that stays: held by one, or shared by several. It ends with the process that holds it, however
 * that ends. Where the file cannot be written (its volume is full, or read-only), one in memory stands for it, and where there is
 * none either, it holds within this process alone: a rollback must be able to begin without a disk.
 */
public final class HostLock implements AutoCloseable {
    /** A file lock belongs to the process, and ends when the process closes any channel to the file: each is opened once. */
    private static final Map<Path, Held> HELD = new HashMap<>();

    private final Path file;
    private boolean closed;

    private HostLock(Path file) {
        this.file = file;
    }

    private static final class Held {
        private final @Nullable FileChannel channel;
        private final boolean shared;
        private int holders = 1;

        private Held(@Nullable FileChannel channel, boolean shared) {
            this.channel = channel;
            this.shared = shared;
        }
    }

    /** Takes it; empty where another has it. */
    public static Optional<HostLock> tryAcquire(Path path, boolean shared) {
        synchronized (HELD) {
            var file = resolved(path);
            var held = HELD.get(file);
            if (held == null) {
                return lock(file, shared);
            }
            if (!shared || !held.shared) {
                return Optional.empty();
            }
            held.holders++;
            return Optional.of(new HostLock(file));
        }
    }

    private static Optional<HostLock> lock(Path file, boolean shared) {
        var held = held(file, shared);
        held.ifPresent(taken -> HELD.put(file, taken));
        return held.map(taken -> new HostLock(file));
    }

    /** Empty where another process has it. */
    private static Optional<Held> held(Path file, boolean shared) {
        try {
            var held = locked(file, shared);
            if (held.isPresent() && isHeldInItsPlace(file, shared)) {
                close(held.get().channel);
                return Optional.empty();
            }
            return held;
        } catch (IOException unwritable) {
            if (isHeldElsewhere(file)) {
                return Optional.empty();
            }
        }
        var standIn = Scratch.standIn(folder(file)).map(folder -> folder.resolve(file.getFileName()));
        try {
            return standIn.isPresent() ? locked(standIn.get(), shared) : Optional.of(new Held(null, shared));
        } catch (IOException noDisk) {
            return Optional.of(new Held(null, shared));
        }
    }

    private static Optional<Held> locked(Path file, boolean shared) throws IOException {
        var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock(0, Long.MAX_VALUE, shared) != null) {
                return Optional.of(new Held(channel, shared));
            }
        } catch (IOException noLocks) {
            channel.close();
            throw noLocks;
        }
        channel.close();
        return Optional.empty();
    }

    /** Whether a process that began while the volume could be written has it to itself: seen by a file that can only be read. */
    private static boolean isHeldElsewhere(Path file) {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.tryLock(0, Long.MAX_VALUE, true) == null;
        } catch (IOException nothingToLock) {
            return false;
        }
    }

    /** Whether a process that began while the volume could not be written has what stands for it. */
    private static boolean isHeldInItsPlace(Path file, boolean shared) {
        return Scratch.existing(folder(file)).stream()
                .map(folder -> folder.resolve(file.getFileName()))
                .anyMatch(standIn -> !standIn.equals(file) && Files.exists(standIn) && isHeld(standIn, shared));
    }

    private static boolean isHeld(Path file, boolean shared) {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.tryLock(0, Long.MAX_VALUE, shared) == null;
        } catch (IOException ofAnotherUser) { // whose locks are in a folder of their own
            return false;
        }
    }

    /**
     * Notes for people who has it.
     *
     * @throws UncheckedIOException where that cannot be written; it is held all the same
     */
    public void note(String words) {
        AtomicFiles.write(noteIn(Scratch.folder(folder(file)), file), words + "\n");
    }

    /** Who has it, as that one noted last; empty where nobody did. */
    public static Optional<String> noted(Path path) {
        var file = resolved(path);
        return Scratch.existing(folder(file)).stream()
                .map(folder -> noteIn(folder, file))
                .filter(Files::isRegularFile)
                .max(Comparator.comparingLong(note -> note.toFile().lastModified()))
                .flatMap(HostLock::read);
    }

    private static Optional<String> read(Path note) {
        try {
            return Optional.of(Files.readString(note).strip());
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    private static Path noteIn(Path folder, Path file) {
        return folder.resolve(file.getFileName() + ".holder");
    }

    private static Path folder(Path file) {
        return Objects.requireNonNull(file.getParent(), "the folder of a lock");
    }

    /** One path for one file, whatever way leads to its folder. */
    private static Path resolved(Path path) {
        var file = path.toAbsolutePath().normalize();
        var folder = file.getParent();
        try {
            return folder == null
                    ? file
                    : Files.createDirectories(folder).toRealPath().resolve(file.getFileName());
        } catch (IOException noDisk) {
            return file;
        }
    }

    @Override
    public void close() {
        synchronized (HELD) {
            var held = HELD.get(file);
            if (closed || held == null) {
                return;
            }
            closed = true;
            held.holders--;
            if (held.holders == 0) {
                HELD.remove(file);
                close(held.channel);
            }
        }
    }

    private static void close(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot close a lock", failure);
        }
    }
}
