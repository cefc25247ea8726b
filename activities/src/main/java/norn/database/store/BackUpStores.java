package norn.database.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import norn.database.backup.OffsiteFolder;
import norn.files.AtomicFiles;
import norn.files.FileTrees;
import norn.files.Sha256;
import norn.plan.Count;

/** Backs a store up, and verifies the backup. A backup is there whole, with its description beside it, or not at all. */
final class BackUpStores implements StoreAction {
    @Override
    public Result run(Store store, StoreRun run) throws InterruptedException {
        var of = StoreAction.of(run.order());
        var verify = !Boolean.FALSE.equals(run.order().options().get("verify"));
        var folder = StoreBackup.folder(store.backups(), run.name(), of, run.order());
        var present = StoreBackup.read(folder).filter(VerifyStores::isAsWritten);
        var backup = present.isPresent() ? present.get() : take(store, run, of, folder);
        var done = present.isEmpty() || (verify && !backup.verified());
        if (verify && !backup.verified()) {
            backup = VerifyStores.verify(store, run, backup);
        }
        var values = values(backup);
        var offsite = CheckStores.offsite(store);
        if (offsite.isPresent()) {
            values.put("offsite", copy(offsite.get(), run, backup));
        }
        return new Result(done, summary(backup), values);
    }

    private static StoreBackup take(Store store, StoreRun run, String of, Path folder) throws InterruptedException {
        CheckStores.require(store, run);
        var partial = folder.resolveSibling(folder.getFileName() + ".part");
        FileTrees.delete(partial);
        FileTrees.createFolder(partial);
        var takenAt = run.attempt().clock().instant().toString();
        run.attempt().heartbeat("backing up " + run.name());
        var content = store.backUp(run, of, partial);
        sync(partial);
        run.attempt().checkFence();
        AtomicFiles.delete(StoreBackup.descriptionOf(folder));
        FileTrees.delete(folder);
        AtomicFiles.move(partial, folder);
        var backup = new StoreBackup(
                run.name(),
                store.kind(),
                folder.toString(),
                FileTrees.hash(folder),
                FileTrees.sizeBytes(folder),
                of,
                run.order().deployment(),
                takenAt,
                content,
                null,
                null);
        run.attempt().checkFence();
        backup.write();
        return backup;
    }

    /** The path of the copy, and whether that is on another volume. */
    private static String copy(OffsiteFolder offsite, StoreRun run, StoreBackup backup) {
        var copy = offsite.copy(backup.path(), backup.sha256(), run.attempt());
        var description = StoreBackup.descriptionOf(backup.path());
        FileTrees.copyOver(description, offsite.folder().resolve(description.getFileName()));
        return copy + (offsite.onSameVolume() ? " (on the same volume)" : "");
    }

    /** What the machine still holds in memory would be lost with its power. */
    private static void sync(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : (Iterable<Path>) files::iterator) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
                        channel.force(true);
                    }
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + folder, failure);
        }
    }

    static Map<String, Object> values(StoreBackup backup) {
        var values = new LinkedHashMap<String, Object>();
        var content = backup.content();
        values.put("store", backup.store());
        values.put("kind", backup.kind());
        values.put("of", backup.of());
        values.put("file", backup.folder());
        values.put("sha256", backup.sha256());
        values.put("sizeBytes", backup.sizeBytes());
        values.put("takenAt", backup.takenAt());
        values.put("tool", content.tool());
        values.put("server", content.server());
        if (!content.tables().isEmpty()) {
            values.put("tables", content.tableCount());
            values.put("rows", content.rowCount());
            values.put("contentSha256", Sha256.of(content.tables().toString()));
        }
        values.put("excluded", content.excluded());
        values.put("notCompared", content.changing());
        values.put("verified", backup.verified());
        if (backup.verifiedInSeconds() != null) {
            values.put("verifiedInSeconds", backup.verifiedInSeconds());
        }
        return values;
    }

    static String summary(StoreBackup backup) {
        var content = backup.content();
        var changing = content.changing();
        return "%s: %s%,d KB, %s%s"
                .formatted(
                        backup.store(),
                        content.tables().isEmpty()
                                ? ""
                                : "%s in %s, "
                                        .formatted(
                                                Count.of(content.rowCount(), "row"),
                                                Count.of(content.tableCount(), "table")),
                        backup.sizeBytes() >> 10,
                        verified(backup),
                        changing.isEmpty()
                                ? ""
                                : "; written meanwhile, so not compared: " + String.join(", ", changing));
    }

    private static String verified(StoreBackup backup) {
        if (!backup.verified()) {
            return "not verified";
        }
        return backup.isVerifiedByRestore() ? "verified by a restore" : "verified by its command";
    }
}
