package norn.database;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import norn.database.postgres.DatabaseContent;
import norn.files.AtomicFiles;
import norn.files.LenientJson;
import norn.files.RecordFolders;

/** What was in the original when it was closed, kept until a rollback compares. */
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

    /** What was noted of an earlier copy is not what is in this one. */
    void delete() {
        AtomicFiles.delete(file);
    }

    /** Notes, before the original serves again, that it is still to be compared. */
    void markComparisonDue() {
        AtomicFiles.write(comparisonDue, "");
    }

    /** Whether it is to be compared. */
    boolean isComparisonDue() {
        return Files.exists(comparisonDue);
    }

    /** It was compared, whatever came of it. */
    void markCompared() {
        AtomicFiles.delete(comparisonDue);
    }

    Optional<DatabaseContent> read() {
        return LenientJson.read(file, DatabaseContent.class);
    }
}
