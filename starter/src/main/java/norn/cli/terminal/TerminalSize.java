package norn.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The size of the terminal, queried at most once a second: people resize their windows. */
public final class TerminalSize {
    /** The size of a file or a pipe: no line is cut. */
    public static final Dimensions UNLIMITED = new Dimensions(Integer.MAX_VALUE, Integer.MAX_VALUE);

    private static final Dimensions DEFAULT_SIZE = new Dimensions(80, 24);
    private static final Duration MAX_AGE = Duration.ofSeconds(1);

    private Dimensions last = DEFAULT_SIZE;
    private Instant askedAt = Instant.EPOCH;

    /** Columns and rows. */
    public record Dimensions(int columns, int rows) {}

    /** The size now. */
    public synchronized Dimensions size() {
        if (Duration.between(askedAt, Instant.now()).compareTo(MAX_AGE) > 0) {
            last = asked();
            askedAt = Instant.now();
        }
        return last;
    }

    private static Dimensions asked() {
        try {
            var stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var words = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ", -1);
            if (!stty.waitFor(1, TimeUnit.SECONDS) || words.length != 2) {
                return DEFAULT_SIZE;
            }
            var size = new Dimensions(Integer.parseInt(words[1]), Integer.parseInt(words[0]));
            return size.columns > 0 && size.rows > 0 ? size : DEFAULT_SIZE;
        } catch (IOException | NumberFormatException unknown) {
            return DEFAULT_SIZE;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return DEFAULT_SIZE;
        }
    }
}
