package norn.rehearsal.players;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/** The players' ledger: a line of JSON for each write that was confirmed, in the file at once, on the disk every half second. */
final class LedgerWriter implements Closeable {
    private static final long FORCE_EVERY_NANOS = 500_000_000;

    private final FileChannel file;
    private long forcedAt = System.nanoTime();

    LedgerWriter(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        var size = file.size();
        file.position(size);
        var last = ByteBuffer.allocate(1);
        if (size > 0 && file.read(last, size - 1) == 1 && last.get(0) != '\n') {
            file.write(ByteBuffer.wrap(new byte[] {'\n'})); // a line that was cut off stays by itself
        }
    }

    synchronized void confirmed(String id, String player, String release, byte[] payload) throws IOException {
        var line = "{\"id\":\"%s\",\"player\":\"%s\",\"at\":\"%s\",\"release\":\"%s\",\"hash\":\"%s\"}%n"
                .formatted(id, player, Instant.now(), release, sha256(payload));
        file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        if (System.nanoTime() - forcedAt > FORCE_EVERY_NANOS) {
            file.force(false);
            forcedAt = System.nanoTime();
        }
    }

    private static String sha256(byte[] payload) {
        try {
            return Player.hex(MessageDigest.getInstance("SHA-256").digest(payload));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
