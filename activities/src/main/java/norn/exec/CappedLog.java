package norn.exec;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import norn.files.AtomicFiles;
import norn.plan.ShortText;

/**
 * A command's output: the command appends to a raw file, from which whole lines are taken over, masked, up to a cap. A command
 * whose children keep its output open ends nevertheless, and one that never stops writing fills no disk. What was taken over
 * survives a power failure once the log is closed: one durable write a command.
 */
final class CappedLog implements AutoCloseable {
    /** What is saved of an output. */
    static final long MAX_BYTES = 10L << 20;

    /** How the name of an output that is not masked yet ends. */
    static final String RAW = ".raw";

    private static final int CHUNK = 1 << 16;
    private static final int TAIL_CHARACTERS = 2_000;
    private static final int LINE_CHARACTERS = 200;

    private final Path raw;
    private final Path file;
    private final UnaryOperator<String> mask;
    private final FileChannel out;
    private final StringBuilder tail = new StringBuilder();
    private String rest = "";
    private long readTo;
    private long written;
    private boolean cut;

    CappedLog(Path folder, String name, UnaryOperator<String> mask) {
        this.raw = folder.resolve("." + name + RAW);
        this.file = folder.resolve(name);
        this.mask = mask;
        try {
            AtomicFiles.createPrivate(raw).close();
            this.out = AtomicFiles.createPrivate(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + file, failure);
        }
    }

    Path raw() {
        return raw;
    }

    Path file() {
        return file;
    }

    /** Takes over what has come since. */
    void follow() {
        try (var in = new RandomAccessFile(raw.toFile(), "rw")) {
            var buffer = new byte[CHUNK];
            in.seek(readTo);
            for (var read = in.read(buffer); read > 0; read = in.read(buffer)) {
                readTo += read;
                take(new String(buffer, 0, read, StandardCharsets.ISO_8859_1), false);
            }
            if (readTo > MAX_BYTES && in.length() == readTo) { // it appends: it goes on at the new end
                in.setLength(0);
                readTo = 0;
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot save the output in " + file, failure);
        }
    }

    String lastLine() {
        var lines = tail.toString().stripTrailing();
        return ShortText.of(lines.substring(lines.lastIndexOf('\n') + 1).strip(), LINE_CHARACTERS);
    }

    /** The last lines, masked. */
    String tail() {
        return tail.toString().strip();
    }

    /** Takes over the rest, for good. Closing again does nothing. */
    @Override
    public void close() {
        if (!out.isOpen()) {
            return;
        }
        try (out) {
            follow();
            take("", true);
            AtomicFiles.delete(raw);
            out.force(true); // the journal of the file system takes the new name along
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot save the output in " + file, failure);
        }
    }

    /** Masks line by line: a secret never spans a chunk's edge, as it would if chunks were masked. */
    private void take(String chunk, boolean last) throws IOException {
        rest += chunk;
        var end = last || rest.length() > 1 << 20 ? rest.length() : rest.lastIndexOf('\n') + 1;
        if (end == 0) {
            return;
        }
        var lines = new String(rest.substring(0, end).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        rest = rest.substring(end);
        var masked = mask.apply(lines);
        tail.append(masked);
        if (tail.length() > TAIL_CHARACTERS) {
            tail.delete(0, tail.length() - TAIL_CHARACTERS);
        }
        append(masked);
    }

    private void append(String text) throws IOException {
        if (cut) {
            return;
        }
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        if (written + bytes.remaining() > MAX_BYTES) {
            bytes.limit((int) (MAX_BYTES - written));
            write(bytes);
            write(StandardCharsets.UTF_8.encode("\n[cut here: more than %d MB]\n".formatted(MAX_BYTES >> 20)));
            cut = true;
        } else {
            write(bytes);
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            written += out.write(bytes);
        }
    }
}
