package norn.rehearsal.players;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The notices that players received, a line each: time, player, text. Why a player cannot log in is printed once, on standard output. */
final class NoticeLog {
    private final Path file;
    private final Map<String, String> lastMessage = new HashMap<>();

    NoticeLog(Path file) {
        this.file = file;
    }

    synchronized void received(String player, String text) {
        try {
            Files.writeString(
                    file,
                    "%s %s %s%n".formatted(Instant.now(), player, text),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void logOnce(String player, String text) {
        if (!text.equals(lastMessage.put(player, text))) {
            System.out.printf("%s %s %s%n", Instant.now(), player, text);
        }
    }
}
