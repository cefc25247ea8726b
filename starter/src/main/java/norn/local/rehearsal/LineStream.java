package norn.local.rehearsal;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Passes what is written to it on, line by line. */
final class LineStream extends OutputStream {
    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LineStream(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public synchronized void write(int next) {
        if (next != '\n') {
            line.write(next);
            return;
        }
        lines.accept(line.toString(StandardCharsets.UTF_8));
        line.reset();
    }
}
