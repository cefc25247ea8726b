package norn.local.rehearsal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;
import norn.client.RequestFailed;
import norn.local.FileErrorText;
import norn.local.NornHome;
import org.jspecify.annotations.Nullable;

/** The lock on the rehearsal of one {@code NORN_HOME}: a process holds it while it creates, uses or ends the rehearsal. */
public final class RehearsalLock {
    private final FileChannel channel;

    private RehearsalLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Does the work while it holds the lock.
     *
     * @throws RequestFailed if another process holds it; names that process
     */
    public static <T> T holding(NornHome home, Supplier<T> work) {
        var lock = take(home);
        try {
            return work.get();
        } finally {
            lock.release();
        }
    }

    private static RehearsalLock take(NornHome home) {
        var file = home.path().resolve("rehearsal.lock");
        try {
            var channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (tried(channel) == null) {
                channel.close();
                throw RequestFailed.unavailable(
                        "another rehearsal is running in %s (process %s)".formatted(home.path(), holder(file)),
                        "Follow it with './norn watch', or end it with Ctrl-C in its terminal or 'kill %s'. To run two at once, give each its own folder: NORN_HOME=DIR."
                                .formatted(holder(file)));
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new RehearsalLock(channel);
        } catch (IOException failed) {
            throw new RequestFailed(
                    RequestFailed.Kind.CONFIGURATION,
                    "%s: cannot be written to (%s)".formatted(file, FileErrorText.of(failed)),
                    "Name another folder: NORN_HOME=DIR.",
                    failed);
        }
    }

    private static @Nullable FileLock tried(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException inThisProcess) {
            return null;
        }
    }

    private static String holder(Path file) {
        try {
            var text = Files.readString(file).strip();
            return text.isEmpty() ? "unknown" : text;
        } catch (IOException unknown) {
            return "unknown";
        }
    }

    private void release() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
