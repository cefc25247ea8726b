package norn.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** How large a person's terminal is: looked at again now and then, for people resize their windows. */
public final class Screen {
    /** Where lines are not seen by a person, they are as long as they are. */
    public static final Size ENDLESS = new Size(Integer.MAX_VALUE, Integer.MAX_VALUE);

    private static final Size USUAL = new Size(80, 24);
    private static final Duration FRESH = Duration.ofSeconds(1);

    private Size last = USUAL;
    private Instant lookedAt = Instant.EPOCH;

    /** Columns and rows. */
    public record Size(int columns, int rows) {}

    /** Its size. */
    public synchronized Size size() {
        if (Duration.between(lookedAt, Instant.now()).compareTo(FRESH) > 0) {
            last = asked();
            lookedAt = Instant.now();
        }
        return last;
    }

    private static Size asked() {
        try {
            var stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var words = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ", -1);
            if (!stty.waitFor(1, TimeUnit.SECONDS) || words.length != 2) return USUAL;
            var size = new Size(Integer.parseInt(words[1]), Integer.parseInt(words[0]));
            return size.columns > 0 && size.rows > 0 ? size : USUAL;
        } catch (IOException | NumberFormatException unknown) {
            return USUAL;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return USUAL;
        }
    }
}
