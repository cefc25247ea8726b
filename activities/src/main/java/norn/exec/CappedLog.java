package norn.exec;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import norn.files.AtomicFiles;
import norn.limit.Limits;
import org.jspecify.annotations.Nullable;

/**
 * A command's output: the command appends to a raw file, from which whole lines are taken over, masked, up to a cap. A command
 * whose children keep its output open ends nevertheless. One that never stops writing fills no disk and holds nobody up: each look
 * takes over so much and no more, and what is over the cap is dropped but for the end. What was taken over survives a power failure
 * once the log is closed: one durable write a command.
 */
final class CappedLog implements AutoCloseable {
    /** How the name of an output that is not masked yet ends. */
    static final String RAW = ".raw";

    private static final int CHUNK = 1 << 16;
    private static final int TAIL_CHARACTERS = 2_000;

    /** A longer line is taken over in parts; a secret that spans two is masked where it is no longer than what is held back. */
    private static final int LONG_LINE = 1 << 20;

    private static final int HELD_BACK = 8_192;

    /** So much is taken over at one look, as masking takes time in which no heartbeat is sent. */
    private static final long LOOK_BYTES = 1 << 20;

    /** Further behind, it reads what it keeps into memory: the disk is not to be filled meanwhile. */
    private static final long MOST_BEHIND = 64 << 20;

    /** More than it takes to come to the end of a capped output. */
    private static final int LAST_LOOKS = 2 * (int) (Limits.OUTPUT_BYTES / LOOK_BYTES);

    /** So often it looks again before it drops what came over the cap. */
    private static final int LOOKS = 5;

    private final Path raw;
    private final Path file;
    private final UnaryOperator<String> mask;
    private final FileChannel out;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final ByteBuffer undecoded = ByteBuffer.allocate(CHUNK + 8);
    private final StringBuilder tail = new StringBuilder();
    private StringBuilder rest = new StringBuilder();
    private @Nullable StringBuilder plain;
    private boolean skipping;
    private long readTo;
    private long written;
    private long lines;
    private boolean cut;
    private boolean behind;

    /** The rest of what is recorded, of an output that comes faster than it can be masked: on the disk it would grow and grow. */
    private byte @Nullable [] backlog;

    private int backlogAt;

    /** The end of what was dropped meanwhile. */
    private byte[] last = {};

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

    /** Holds what comes as it is, too: as much of it as is recorded. */
    void hold() {
        plain = new StringBuilder();
    }

    /** What was held; empty where nothing is. */
    String held() {
        return plain == null ? "" : plain.toString();
    }

    /** Whether some of the output was dropped. */
    boolean isCut() {
        return cut;
    }

    Path raw() {
        return raw;
    }

    Path file() {
        return file;
    }

    /**
     * Takes over what has come since, as far as it is there now, or the first part of it.
     *
     * @return how many bytes have come
     */
    long follow() {
        try (var in = new RandomAccessFile(raw.toFile(), "rw")) {
            var come = in.length() - readTo;
            if (!cut && in.length() - readTo > MOST_BEHIND) {
                setAside(in);
            }
            if (backlog != null) {
                takeBacklog(backlog);
            } else {
                take(in);
            }
            for (var looks = 1; cut && in.length() > readTo && looks < LOOKS; looks++) {
                take(in); // quick by now: what comes last is not to be dropped with the rest
            }
            if (readTo > Limits.OUTPUT_BYTES
                    && (cut || in.length() == readTo)) { // it appends: it goes on at the new end
                in.setLength(0);
                readTo = 0;
            }
            behind = backlog != null || in.length() > readTo;
            return come;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot save the output in " + file, failure);
        }
    }

    /** Keeps what is still under the cap in memory, and drops what came after it. */
    private void setAside(RandomAccessFile in) throws IOException {
        if (backlog == null) {
            backlog = bytes(in, readTo, Limits.OUTPUT_BYTES);
            backlogAt = 0;
        }
        last = bytes(in, in.length() - CHUNK, CHUNK);
        in.setLength(0);
        readTo = 0;
    }

    private static byte[] bytes(RandomAccessFile in, long from, int count) throws IOException {
        var bytes = new byte[count];
        in.seek(from);
        in.readFully(bytes);
        return bytes;
    }

    private void takeBacklog(byte[] bytes) throws IOException {
        var end = (int) Math.min(bytes.length, backlogAt + LOOK_BYTES);
        while (backlogAt < end) {
            var count = Math.min(Math.min(CHUNK, undecoded.remaining()), end - backlogAt);
            System.arraycopy(bytes, backlogAt, undecoded.array(), undecoded.position(), count);
            decode(count);
            backlogAt += count;
        }
        if (backlogAt == bytes.length) {
            backlog = null;
            if (!cut) {
                cut();
            }
            skipToNextLine();
            System.arraycopy(last, 0, undecoded.array(), 0, last.length);
            decode(last.length);
            skipToNextLine();
        }
    }

    /** Takes over what is there at this moment; once it is over the cap, the end of it. */
    private void take(RandomAccessFile in) throws IOException {
        var length = cut ? in.length() : Math.min(in.length(), readTo + LOOK_BYTES);
        in.seek(readTo);
        while (readTo < length) {
            if (cut && length - readTo > CHUNK) {
                readTo = length - CHUNK;
                in.seek(readTo);
                skipToNextLine();
            }
            readTo += read(in, length - readTo);
        }
    }

    /** How many lines have come. Where some were dropped, it is the least. */
    long lines() {
        return lines;
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
            for (var looks = 1; behind && looks < LAST_LOOKS; looks++) {
                follow();
            }
            takeRest();
            AtomicFiles.delete(raw);
            out.force(true); // the journal of the file system takes the new name along
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot save the output in " + file, failure);
        }
    }

    private int read(RandomAccessFile in, long atMost) throws IOException {
        var count = in.read(undecoded.array(), undecoded.position(), (int)
                Math.min(Math.min(CHUNK, undecoded.remaining()), atMost));
        if (count > 0) {
            decode(count);
        }
        return Math.max(0, count);
    }

    /** Takes over so many bytes, which were put behind those that are not decoded yet. */
    private void decode(int count) throws IOException {
        undecoded.position(undecoded.position() + count).flip();
        var text = CharBuffer.allocate(undecoded.remaining() + 1);
        decoder.decode(undecoded, text, false);
        undecoded.compact();
        take(text.flip());
    }

    /** What comes now begins within a line, perhaps within a secret: it counts from the next line on. */
    private void skipToNextLine() {
        undecoded.clear();
        decoder.reset();
        rest = new StringBuilder();
        skipping = true;
    }

    /** Masks line by line: a secret never spans a chunk's edge, as it would if chunks were masked. */
    private void take(CharSequence chunk) throws IOException {
        var text = chunk.toString();
        if (skipping) {
            var begin = text.indexOf('\n') + 1;
            if (begin == 0) {
                return;
            }
            text = text.substring(begin);
            skipping = false;
        }
        hold(text);
        rest.append(text);
        var end = rest.lastIndexOf("\n") + 1;
        if (end > 0) {
            emit(mask.apply(rest.substring(0, end)));
            rest.delete(0, end);
        } else if (rest.length() > LONG_LINE) {
            var masked = mask.apply(rest.toString());
            var length = Math.max(0, masked.length() - HELD_BACK);
            emit(masked.substring(0, length));
            rest = new StringBuilder(masked.substring(length));
        }
    }

    private void hold(CharSequence text) {
        if (plain != null && !cut) {
            plain.append(text);
        }
    }

    private void takeRest() throws IOException {
        undecoded.flip();
        var text = CharBuffer.allocate(undecoded.remaining() + 1);
        decoder.decode(undecoded, text, true);
        if (!skipping) {
            hold(text.flip());
            rest.append(text);
            emit(mask.apply(rest.toString()));
        }
        rest = new StringBuilder();
    }

    private void emit(String masked) throws IOException {
        lines += masked.chars().filter(character -> character == '\n').count();
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
        if (written + bytes.remaining() > Limits.OUTPUT_BYTES) {
            bytes.limit((int) (Limits.OUTPUT_BYTES - written));
            write(bytes);
            cut();
        } else {
            write(bytes);
        }
    }

    private void cut() throws IOException {
        write(StandardCharsets.UTF_8.encode("\n[cut here: more than %d MB]\n".formatted(Limits.OUTPUT_BYTES >> 20)));
        cut = true;
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            written += out.write(bytes);
        }
    }
}
