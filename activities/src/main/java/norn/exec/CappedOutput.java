package norn.exec;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Holds what a program prints, up to so many bytes; whatever comes after is read, so that the program goes on, and forgotten. */
final class CappedOutput extends OutputStream {
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private final int most;
    private boolean cut;

    CappedOutput(int mostBytes) {
        most = mostBytes;
    }

    @Override
    public synchronized void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        var fits = Math.min(length, most - held.size());
        held.write(bytes, offset, fits);
        cut |= fits < length;
    }

    /** Whether there was more. */
    synchronized boolean isCut() {
        return cut;
    }

    synchronized String text() {
        return held.toString(StandardCharsets.UTF_8);
    }
}
