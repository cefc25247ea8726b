package norn.database.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import norn.database.postgres.DatabaseContent;
import norn.files.LenientJson;
import norn.files.RecordFolders;

/**
 * A dump, and what was in the database as of its snapshot. Saved beside the dump, once that is complete.
 *
 * @param file the dump
 * @param sha256 taken while it was written
 * @param of {@code live} or {@code original}
 * @param takenAt in ISO form
 * @param server the server's version
 * @param tool pg_dump's version
 * @param schemaSha256 of the schema as pg_dump writes it
 * @param content rows and hashes by table
 * @param verified it was restored and compared
 */
public record Backup(
        String file,
        String sha256,
        long sizeBytes,
        String database,
        String of,
        String deployment,
        String takenAt,
        String server,
        String tool,
        String schemaSha256,
        DatabaseContent content,
        boolean verified) {
    /** The file of that attempt's dump in the folder. */
    public static Path file(Path folder, String database, String of, String deployment, String step, int attempt) {
        return folder.resolve("%s-%s-%s-%s-%d.dump"
                .formatted(
                        RecordFolders.name(database),
                        of,
                        RecordFolders.name(deployment),
                        RecordFolders.name(step),
                        attempt));
    }

    /** The dump. */
    public Path path() {
        return Path.of(file);
    }

    /** What a restored schema is compared with, where it is printed otherwise than the original's: a dump of the schema alone. */
    public static Path schemaDumpOf(Path dump) {
        return dump.resolveSibling(dump.getFileName() + ".schema");
    }

    /** The same, verified. */
    public Backup asVerified() {
        return new Backup(
                file, sha256, sizeBytes, database, of, deployment, takenAt, server, tool, schemaSha256, content, true);
    }

    /** Writes it beside the dump. */
    public void write() {
        LenientJson.write(descriptionOf(path()), this);
    }

    /** What is saved beside that dump; empty where nothing is. */
    public static Optional<Backup> read(Path dump) {
        return LenientJson.read(descriptionOf(dump), Backup.class);
    }

    /** The newest of that deployment in the folder; files of others there are not even read. */
    public static Optional<Backup> newest(Path folder, String deployment, String of) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (var files = Files.list(folder)) {
            var ofDeployment = "-%s-%s-".formatted(of, RecordFolders.name(deployment));
            return files.filter(file -> String.valueOf(file.getFileName()).contains(ofDeployment))
                    .filter(Files::isRegularFile)
                    .map(Path::toString)
                    .filter(file -> file.endsWith(".dump.json"))
                    .map(description -> Path.of(description.substring(0, description.length() - ".json".length())))
                    .flatMap(dump -> read(dump).stream())
                    .filter(backup -> backup.deployment().equals(deployment)
                            && backup.of().equals(of))
                    .max(Comparator.comparing(Backup::takenAt));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + folder, unreadable);
        }
    }

    /** Every dump in the folder that Norn took; what others left there is passed over. */
    public static List<Backup> all(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".dump.json"))
                    .flatMap(file -> ofNorn(Path.of(file.substring(0, file.length() - ".json".length()))).stream())
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + folder, unreadable);
        }
    }

    private static Optional<Backup> ofNorn(Path dump) {
        try {
            return read(dump)
                    .filter(backup -> backup.file() != null
                            && backup.takenAt() != null
                            && backup.path().getFileName().equals(dump.getFileName()));
        } catch (UncheckedIOException foreign) {
            return Optional.empty();
        }
    }

    private static Path descriptionOf(Path dump) {
        return dump.resolveSibling(dump.getFileName() + ".json");
    }
}
