package norn.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.Optional;

/** A failure whose cause is that a volume has no room. */
public final class FullVolume {
    private static final String CANNOT_WRITE = "cannot write ";

    private FullVolume() {}

    /** What could not be written for want of room, as far as the failure says it; empty where that is not the cause. */
    public static Optional<String> of(Throwable failure) {
        var what = "its records";
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            var message = String.valueOf(cause.getMessage());
            if (cause instanceof UncheckedIOException && message.startsWith(CANNOT_WRITE)) {
                what = message.substring(CANNOT_WRITE.length());
            }
            if (cause instanceof FileSystemException file && file.getFile() != null) {
                what = file.getFile();
            }
            if (cause instanceof IOException && isSaidIn(message)) {
                return Optional.of(what);
            }
        }
        return Optional.empty();
    }

    /** Whether the C library says so there, without a locale. */
    public static boolean isSaidIn(String text) {
        return text.contains("No space left on device") || text.contains("Disk quota exceeded");
    }
}
