package norn.action.channel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import norn.action.AtomicFiles;
import norn.action.Attempt;
import norn.action.Folders;
import norn.action.Sha256;

/** Notes, before and after, that a notice goes out through a channel: a new try tells nobody twice, or says that it may have. */
final class Told {
    private final Path file;

    Told(Attempt attempt, Notice notice, String channel) {
        this.file = Folders.deployment(attempt.hands().records(), notice.order().deployment())
                .resolve("told")
                .resolve(Sha256.of(notice.key() + " " + channel).substring(0, 24));
    }

    boolean isDone() {
        return state().equals("told");
    }

    /** It was begun before, and nobody knows what came of it. */
    boolean isOpen() {
        return state().equals("telling");
    }

    void begin() {
        AtomicFiles.write(file, "telling");
    }

    void done() {
        AtomicFiles.write(file, "told");
    }

    /** The other side said that it did not take it. */
    void refused() {
        AtomicFiles.delete(file);
    }

    private String state() {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }
}
