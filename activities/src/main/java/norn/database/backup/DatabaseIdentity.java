package norn.database.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        return recorded().contains(identity);
    }

    /** Whether that is the schema that the restored database had when it had been compared with its original. */
    public boolean isSchemaAsRestored(String schemaSha256) {
        return recorded().contains("schema " + schemaSha256);
    }

    /** Records that the database was restored from that dump, and compared, before it takes the original's place. */
    public void recordRestored(Server.DatabaseState database, Backup backup, String schemaSha256) {
        AtomicFiles.write(
                restored,
                "%s%n%s%n%s%nschema %s%n".formatted(of(database), backup.file(), backup.sha256(), schemaSha256));
    }

    private List<String> recorded() {
        try {
            return Files.exists(restored) ? Files.readAllLines(restored) : List.of();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + restored, unreadable);
        }
    }
}
