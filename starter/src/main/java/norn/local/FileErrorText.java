package norn.local;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.regex.Pattern;

/** Why a file could not be read or written, for people. */
public final class FileErrorText {
    private static final Pattern NOT_WRITABLE =
            Pattern.compile("No space left on device|Read-only file system|Disk quota exceeded|the disk is full");

    private FileErrorText() {}

    /** The reason. */
    public static String of(IOException failed) {
        if (failed instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failed instanceof NoSuchFileException) {
            return "no such folder";
        }
        if (failed instanceof FileAlreadyExistsException) {
            return "a file is in the way";
        }
        if (failed instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        return String.valueOf(failed.getMessage());
    }

    /** Whether something failed because there is no room, or no permission to write. */
    public static boolean isNotWritable(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AccessDeniedException
                    || NOT_WRITABLE.matcher(String.valueOf(cause.getMessage())).find()) {
                return true;
            }
        }
        return false;
    }
}
