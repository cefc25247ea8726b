package norn.database.mariadb;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The file that a dump is written to. It says when the first table comes: by then mariadb-dump has taken its snapshot. */
final class SnapshotOutput extends FilterOutputStream {
    private static final String TABLE = "CREATE TABLE";

    private final Runnable taken;
    private final StringBuilder seen = new StringBuilder();
    private boolean found;

    SnapshotOutput(OutputStream file, Runnable taken) {
        super(file);
        this.taken = taken;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        out.write(bytes, from, count);
        if (!found) {
            seen.append(new String(bytes, from, count, StandardCharsets.ISO_8859_1));
            found = seen.indexOf(TABLE) >= 0;
            if (found) {
                seen.setLength(0);
                taken.run();
            } else {
                seen.delete(0, Math.max(0, seen.length() - TABLE.length()));
            }
        }
    }
}
