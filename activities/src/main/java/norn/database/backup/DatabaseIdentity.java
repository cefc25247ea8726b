package norn.database.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import norn.database.postgres.Server;
import norn.files.AtomicFiles;
import norn.files.RecordFolders;

/**
 * What identifies a database, and survives renames: its object id. One that was restored from the original's verified dump
 * counts as the original, on record.
 */
public final class DatabaseIdentity {
    private final Path restored;

    /** Identities as the records of that deployment know them. */
    public DatabaseIdentity(Path records, String deployment) {
        this.restored = RecordFolders.deployment(records, deployment)
                .resolve("database")
                .resolve("restored.txt");
    }

    /** As the fingerprint records it. */
    public static String of(Server.DatabaseState database) {
        return "oid " + database.oid();
    }

    /** Whether the database is the one that was recorded, or was restored in its place. */
    public boolean isOriginal(Server.DatabaseState database, String recorded) {
        return of(database).equals(recorded) || isRestoredFromDump(of(database));
    }

    /** Whether what has this identity was restored from the original's dump. */
    public boolean isRestoredFromDump(String identity) {
        try {
            return Files.exists(restored) && Files.readAllLines(restored).contains(identity);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + restored, unreadable);
        }
    }

    /** Records that the database was restored from that dump, before it takes the original's place. */
    public void recordRestored(Server.DatabaseState database, Backup backup) {
        AtomicFiles.write(restored, "%s%n%s%n%s%n".formatted(of(database), backup.file(), backup.sha256()));
    }
}
