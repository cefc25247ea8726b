package norn.action.database;

import java.nio.file.Files;
import java.nio.file.Path;
import norn.action.AtomicFiles;
import norn.action.Folders;

/**
 * What tells a database from every other, and survives renames: its object id. One that was restored from the original's proven
 * dump stands in for the original, on record.
 */
final class Identity {
    private final Path restored;

    /** Identities as the records of that deployment know them. */
    Identity(Path records, String deployment) {
        this.restored =
                Folders.deployment(records, deployment).resolve("database").resolve("restored.txt");
    }

    /** As the fingerprint records it. */
    static String of(Server.Database database) {
        return "oid " + database.oid();
    }

    /** Whether the database is the one that was recorded, or was restored in its stead. */
    boolean isOriginal(Server.Database database, String recorded) {
        return of(database).equals(recorded) || standsIn(of(database));
    }

    /** Whether what has this identity was restored from the original's dump. */
    boolean standsIn(String identity) {
        try {
            return Files.exists(restored) && Files.readAllLines(restored).contains(identity);
        } catch (java.io.IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    /** Notes that the database was restored from that dump, before it takes the original's place. */
    void noteRestored(Server.Database database, Backup backup) {
        AtomicFiles.write(restored, "%s%n%s%n%s%n".formatted(of(database), backup.file(), backup.sha256()));
    }
}
