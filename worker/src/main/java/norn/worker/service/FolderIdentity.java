package norn.worker.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A folder, by its device and inode: what bears its path later may be another one.
 *
 * @param key of the file system; null where the folder was not there, or has none
 */
record FolderIdentity(Path folder, @Nullable Object key) {
    /** Of the folder as it is now, created where it is not there. */
    static FolderIdentity of(Path folder) {
        try {
            Files.createDirectories(folder);
            return new FolderIdentity(folder, keyOf(folder));
        } catch (IOException unwritable) { // its locks are elsewhere, then: there is nothing to lose
            return new FolderIdentity(folder, null);
        }
    }

    /** Whether its path leads to another folder now, or nowhere. */
    boolean isLost() {
        if (key == null) {
            return false;
        }
        try {
            return !Objects.equals(key, keyOf(folder));
        } catch (IOException gone) {
            return true;
        }
    }

    private static @Nullable Object keyOf(Path folder) throws IOException {
        return Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
    }
}
