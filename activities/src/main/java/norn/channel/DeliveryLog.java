package norn.channel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import norn.action.Attempt;
import norn.files.AtomicFiles;
import norn.files.RecordFolders;
import norn.files.Scratch;
import norn.files.Sha256;

/**
 * Records, before and after, that a notice is sent through a channel. A new try sends nothing twice, or says that it may be a
 * repetition.
 */
final class DeliveryLog {
    private static final String SENDING = "sending";
    private static final String SENT = "sent";

    private final Path file;

    DeliveryLog(Attempt attempt, Notice notice, String channel) {
        this.file = Scratch.folder(RecordFolders.deployment(
                                attempt.host().records(), notice.order().deployment())
                        .resolve("deliveries"))
                .resolve(Sha256.of(notice.key() + " " + channel).substring(0, 24));
    }

    boolean isDelivered() {
        return state().equals(SENT);
    }

    /** It was begun before, and nobody knows whether it arrived. */
    boolean isUncertain() {
        return state().equals(SENDING);
    }

    void recordStarted() {
        AtomicFiles.write(file, SENDING);
    }

    void recordDelivered() {
        AtomicFiles.write(file, SENT);
    }

    /** The receiver answered that it did not take it. */
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
