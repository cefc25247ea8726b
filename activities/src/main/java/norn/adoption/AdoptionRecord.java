package norn.adoption;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import norn.files.AtomicFiles;
import norn.files.LenientJson;
import norn.files.RecordFolders;
import org.jspecify.annotations.Nullable;

/**
 * An adoption, in {@code adoption.json} of the environment's records, from the moment before its first change: whoever is killed in
 * the middle of it is gone on from by what stands here and by what is there.
 *
 * @param id under which its target and evidence are recorded
 * @param by who ordered it
 * @param startedAt when, in ISO form
 * @param tree where the services ran; null: they ran from a release already
 * @param directory the release's directory
 * @param release its name
 * @param commit where its work tree stood; null: git does not say
 * @param changedFiles how many files differed from that commit
 * @param provenAt when the way back was proven, in ISO form; null: it is not
 * @param fingerprint of the environment that was gone back to; null: the same
 * @param activeBefore where the active link led before; null: there was none
 * @param undoBegunAt when it was begun to take the adoption back, in ISO form; null: nobody wants that
 */
public record AdoptionRecord(
        String id,
        String by,
        String startedAt,
        @Nullable String tree,
        String directory,
        String release,
        @Nullable String commit,
        int changedFiles,
        @Nullable String provenAt,
        @Nullable String fingerprint,
        @Nullable String activeBefore,
        @Nullable String undoBegunAt) {

    /** The one in that folder of records; empty where there is none. */
    public static Optional<AdoptionRecord> read(Path records) {
        return LenientJson.read(file(records), AdoptionRecord.class);
    }

    /** Removes the one in that folder: what it says was adopted is gone. */
    public static void delete(Path records) {
        AtomicFiles.delete(file(records));
    }

    void write(Path records) {
        LenientJson.write(file(records), this);
    }

    private static Path file(Path records) {
        return records.resolve("adoption.json");
    }

    AdoptionRecord proven(String at, String proof) {
        return with(at, proof, undoBegunAt);
    }

    AdoptionRecord undoBegun(String at) {
        return with(provenAt, fingerprint, at);
    }

    private AdoptionRecord with(@Nullable String proven, @Nullable String proof, @Nullable String undone) {
        return new AdoptionRecord(
                id, by, startedAt, tree, directory, release, commit, changedFiles, proven, proof, activeBefore, undone);
    }

    /** Leaves it as {@code undone-adoption.json} beside its evidence: from now on nothing is adopted here. */
    void putAway(Path records) {
        AtomicFiles.move(file(records), undone(records, id));
    }

    /** Whether the adoption of that id was taken back. */
    static boolean isUndone(Path records, String id) {
        return Files.exists(undone(records, id));
    }

    private static Path undone(Path records, String id) {
        return RecordFolders.deployment(records, id).resolve("undone-adoption.json");
    }

    /** Whether it was begun, and is not proven. */
    boolean isOpen() {
        return provenAt == null;
    }

    /** Whether it was begun to take it back: no adoption goes on from there. */
    boolean isBeingUndone() {
        return undoBegunAt != null;
    }

    /** Whether the tree is a release by now: from here on there is no other place to start the services from. */
    boolean isMoved() {
        return Files.isDirectory(Path.of(directory), LinkOption.NOFOLLOW_LINKS);
    }
}
