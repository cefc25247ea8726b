package norn.database;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import norn.database.postgres.DatabaseContent;
import norn.files.AtomicFiles;
import norn.files.LenientJson;
import norn.files.RecordFolders;

/** What was in the original when it was closed, saved until a rollback compares. */
final class OriginalContent {
    private final Path file;
    private final Path comparisonDue;

    OriginalContent(Path records, String deployment) {
        var folder = RecordFolders.deployment(records, deployment).resolve("database");
        this.file = folder.resolve("content.json");
        this.comparisonDue = folder.resolve("content.comparison-due");
    }

    void write(DatabaseContent content) {
        LenientJson.write(file, content);
    }

    /** What an earlier copy held is not what this one holds. */
    void delete() {
        AtomicFiles.delete(file);
    }

    /** Records, before the original serves again, that it is still to be compared. */
    void markComparisonDue() {
        AtomicFiles.write(comparisonDue, "");
    }

    /** Whether it is to be compared. */
    boolean isComparisonDue() {
        return Files.exists(comparisonDue);
    }

    /** Records that it was compared, with any result. */
    void markCompared() {
        AtomicFiles.delete(comparisonDue);
    }

    Optional<DatabaseContent> read() {
        return LenientJson.read(file, DatabaseContent.class);
    }
}
