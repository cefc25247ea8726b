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
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.FileErrorText;
import norn.local.NornHome;
import org.jspecify.annotations.Nullable;

/** Held while a process makes, uses or ends the rehearsal of one {@code NORN_HOME}: there is one at a time. */
public final class RehearsalLock {
    private final FileChannel channel;

    private RehearsalLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Does the work while it is held.
     *
     * @throws CommandFailed naming the process that holds it already
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
                throw new CommandFailed(
                        ExitCode.UNAVAILABLE,
                        "another rehearsal is at work in %s (process %s)".formatted(home.path(), holder(file)),
                        "Follow it with './norn watch'; end it with Ctrl-C where it was typed, or 'kill %s'. A second one needs a home of its own: NORN_HOME=DIR."
                                .formatted(holder(file)));
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new RehearsalLock(channel);
        } catch (IOException cannot) {
            throw new CommandFailed(
                    ExitCode.CONFIGURATION,
                    "%s: cannot be written to (%s)".formatted(file, FileErrorText.of(cannot)),
                    "Name another folder: NORN_HOME=DIR.",
                    cannot);
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
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }
}
