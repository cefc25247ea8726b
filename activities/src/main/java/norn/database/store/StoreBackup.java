package norn.database.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import norn.files.LenientJson;
import norn.files.RecordFolders;
import norn.plan.Order;
import org.jspecify.annotations.Nullable;

/**
 * A backup of a store: a folder, and this beside it once that is complete.
 *
 * @param folder what the backup consists of
 * @param sha256 of the folder: of all names and contents in it
 * @param of {@code live}, or {@code closed}: taken while nothing of the installation writes
 * @param takenAt when it began, in ISO form
 * @param verifiedAt when it was verified, in ISO form; null: it was not
 * @param verifiedInSeconds how long that took, which is about what a restore takes; null: it was not
 */
public record StoreBackup(
        String store,
        String kind,
        String folder,
        String sha256,
        long sizeBytes,
        String of,
        String deployment,
        String takenAt,
        StoreContent content,
        @Nullable String verifiedAt,
        @Nullable Long verifiedInSeconds) {
    private static final String ENDING = ".store";

    /** The folder of that attempt's backup. */
    static Path folder(Path backups, String store, String of, Order order) {
        return backups.toAbsolutePath()
                .resolve("%s-%s-%s-%s-%d%s"
                        .formatted(
                                store,
                                of,
                                RecordFolders.name(order.deployment()),
                                RecordFolders.name(order.step()),
                                order.attempt(),
                                ENDING));
    }

    /** The folder. */
    public Path path() {
        return Path.of(folder);
    }

    /** Whether it was verified. */
    public boolean verified() {
        return verifiedAt != null;
    }

    /** Whether verifying it is restoring it; else a command says that it would bring the store back. */
    boolean isVerifiedByRestore() {
        return !kind.equals("commands");
    }

    StoreBackup asVerified(String at, long inSeconds) {
        return new StoreBackup(store, kind, folder, sha256, sizeBytes, of, deployment, takenAt, content, at, inSeconds);
    }

    void write() {
        LenientJson.write(descriptionOf(path()), this);
    }

    /** What is saved beside that folder; empty where nothing is. */
    static Optional<StoreBackup> read(Path folder) {
        return LenientJson.read(descriptionOf(folder), StoreBackup.class);
    }

    /** The newest of that deployment of the store. */
    static Optional<StoreBackup> newest(Path backups, String store, String deployment, String of) {
        return all(backups).stream()
                .filter(backup -> backup.store().equals(store)
                        && backup.deployment().equals(deployment)
                        && backup.of().equals(of))
                .max(Comparator.comparing(StoreBackup::takenAt));
    }

    /** Every one in the folder that Norn took; what others left there is passed over. */
    public static List<StoreBackup> all(Path backups) {
        if (!Files.isDirectory(backups)) {
            return List.of();
        }
        try (var files = Files.list(backups)) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(ENDING + ".json"))
                    .flatMap(file -> ofNorn(Path.of(file.substring(0, file.length() - ".json".length()))).stream())
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + backups, unreadable);
        }
    }

    private static Optional<StoreBackup> ofNorn(Path folder) {
        try {
            return read(folder)
                    .filter(backup -> backup.folder() != null
                            && backup.takenAt() != null
                            && backup.path().getFileName().equals(folder.getFileName()));
        } catch (UncheckedIOException foreign) {
            return Optional.empty();
        }
    }

    /** Where it is described. */
    public static Path descriptionOf(Path folder) {
        return folder.resolveSibling(folder.getFileName() + ".json");
    }
}
