package norn.files;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** What is written to a file, where a failure says to which: whoever reads that a volume has no room must know of which one. */
public final class NamedFileOutput extends FilterOutputStream {
    private final Path file;

    /** Writes to that file through {@code out}. */
    public NamedFileOutput(Path file, OutputStream out) {
        super(out);
        this.file = file;
    }

    @Override
    public void write(int one) throws IOException {
        try {
            out.write(one);
        } catch (IOException failure) {
            throw named(failure);
        }
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        try {
            out.write(bytes, from, count);
        } catch (IOException failure) {
            throw named(failure);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            out.flush();
        } catch (IOException failure) {
            throw named(failure);
        }
    }

    private FileSystemException named(IOException failure) {
        var named = new FileSystemException(file.toString(), null, failure.getMessage());
        named.initCause(failure);
        return named;
    }
}
