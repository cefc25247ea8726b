package norn.channel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import norn.action.Attempt;
import norn.files.AtomicFiles;
import norn.files.RecordFolders;
import norn.files.Sha256;

/** Notes, before and after, that a notice goes out through a channel: a new try tells nobody twice, or says that it may have. */
final class DeliveryLog {
    private final Path file;

    DeliveryLog(Attempt attempt, Notice notice, String channel) {
        this.file = RecordFolders.deployment(
                        attempt.host().records(), notice.order().deployment())
                .resolve("deliveries")
                .resolve(Sha256.of(notice.key() + " " + channel).substring(0, 24));
    }

    boolean isDelivered() {
        return state().equals("sent");
    }

    /** It was begun before, and nobody knows what came of it. */
    boolean isUncertain() {
        return state().equals("sending");
    }

    void recordStarted() {
        AtomicFiles.write(file, "sending");
    }

    void recordDelivered() {
        AtomicFiles.write(file, "sent");
    }

    /** The other side said that it did not take it. */
    void recordRefused() {
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
