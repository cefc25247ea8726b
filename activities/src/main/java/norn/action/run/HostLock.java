package norn.action.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A lock on this host, by a file that stays: held by one, or shared by several. It ends with the process that holds it, however
 * that ends. Where the file cannot be created (its volume is full, or read-only), it holds within this process alone: a rollback
 * must be able to begin without a disk.
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
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (channel.tryLock(0, Long.MAX_VALUE, shared) == null) {
                channel.close();
                return Optional.empty();
            }
        } catch (IOException noDisk) {
            close(channel);
            channel = null;
        }
        HELD.put(file, new Held(channel, shared));
        return Optional.of(new HostLock(file));
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
