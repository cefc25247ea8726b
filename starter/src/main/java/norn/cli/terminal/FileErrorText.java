package norn.cli.terminal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.regex.Pattern;

/** Why a file could not be read or written, in words. */
public final class FileErrorText {
    private static final Pattern NOT_WRITABLE =
            Pattern.compile("No space left on device|Read-only file system|Disk quota exceeded|the disk is full");

    private FileErrorText() {}

    /** The words. */
    public static String of(IOException cannot) {
        if (cannot instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cannot instanceof NoSuchFileException) {
            return "no such folder";
        }
        if (cannot instanceof FileAlreadyExistsException) {
            return "a file is in the way";
        }
        if (cannot instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        return String.valueOf(cannot.getMessage());
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
