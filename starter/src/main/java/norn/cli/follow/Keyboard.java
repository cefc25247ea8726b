package norn.cli.follow;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The lines that a person types. Reading never waits for the person. */
public final class Keyboard {
    private final InputStream in;
    private final StringBuilder line = new StringBuilder();

    /** Reads from that stream. */
    public Keyboard(InputStream in) {
        this.in = in;
    }

    /** The next complete line, without its end. */
    public Optional<String> line() {
        try {
            while (in.available() > 0) {
                var next = in.read();
                if (next < 0) {
                    return Optional.empty();
                }
                if (next == '\n') {
                    var complete =
                            new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
                    line.setLength(0);
                    return Optional.of(complete.strip());
                }
                line.append((char) next);
            }
            return Optional.empty();
        } catch (IOException closed) {
            return Optional.empty();
        }
    }
}
