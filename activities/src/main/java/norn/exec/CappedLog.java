package norn.exec;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.UnaryOperator;
import norn.files.AtomicFiles;

/**
 * A command's output: the command appends to a raw file, from which whole lines are taken over, masked, up to a cap. A command
 * whose children keep its output open ends nevertheless, and one that never stops writing fills no disk.
 */
public final class CappedLog implements AutoCloseable {
    /** What is kept of an output. */
    static final long MAX_BYTES = 10L << 20;

    /** How the name of an output that is not masked yet ends. */
    public static final String RAW = ".raw";

    private static final int CHUNK = 1 << 16;
    private static final int TAIL_CHARACTERS = 2_000;

    private final Path raw;
    private final Path file;
    private final UnaryOperator<String> mask;
    private final StringBuilder tail = new StringBuilder();
    private String rest = "";
    private long readTo;
    private long written;
    private boolean cut;

    public CappedLog(Path folder, String name, UnaryOperator<String> mask) {
        this.raw = folder.resolve("." + name + RAW);
        this.file = folder.resolve(name);
        this.mask = mask;
        try {
            Files.deleteIfExists(raw);
            AtomicFiles.write(raw, "");
            AtomicFiles.write(file, "");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public Path raw() {
        return raw;
    }

    public Path file() {
        return file;
    }

    /** Takes over what has come since. */
    public void follow() {
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
            throw new UncheckedIOException(failure);
        }
    }

    public String lastLine() {
        var lines = tail.toString().stripTrailing();
        var last = lines.substring(lines.lastIndexOf('\n') + 1).strip();
        return last.length() > 200 ? last.substring(0, 200) : last;
    }

    /** The last lines, masked. */
    public String tail() {
        return tail.toString().strip();
    }

    @Override
    public void close() {
        follow();
        take("", true);
        AtomicFiles.delete(raw);
    }

    /** Masks line by line: a secret never spans a chunk's edge, as it would if chunks were masked. */
    private void take(String chunk, boolean last) throws UncheckedIOException {
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

    private void append(String text) {
        if (cut) {
            return;
        }
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        try (var out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
            if (written + bytes.length > MAX_BYTES) {
                out.write(bytes, 0, (int) (MAX_BYTES - written));
                out.write("\n[cut here: more than %d MB]\n"
                        .formatted(MAX_BYTES >> 20)
                        .getBytes(StandardCharsets.UTF_8));
                cut = true;
            } else {
                out.write(bytes);
            }
            written += bytes.length;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
