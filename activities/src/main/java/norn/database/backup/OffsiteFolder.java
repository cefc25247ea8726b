package norn.database.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.database.postgres.PostgresServerSettings;
import norn.files.AtomicFiles;
import norn.files.FileTrees;
import org.jspecify.annotations.Nullable;

/**
 * The folder elsewhere that gets a copy of each dump. It is never created: where a volume is not mounted, its mount point would
 * take the copy, on the very disk that it is to outlive.
 *
 * @param onSameVolume it may lie on the volume of the dumps: a rehearsal has no other
 */
public record OffsiteFolder(Path folder, Path backups, boolean onSameVolume) {
    /** That of the settings; empty where they name none. */
    public static Optional<OffsiteFolder> of(PostgresServerSettings settings) {
        return Optional.ofNullable(settings.offsite())
                .map(folder -> new OffsiteFolder(folder, settings.backups(), settings.offsiteOnSameVolume()));
    }

    /** What is wrong with it; empty where a copy in it is one elsewhere. */
    public Optional<String> problem() {
        if (!Files.isDirectory(folder)) {
            return Optional.of("%s: there is no such folder; is its volume mounted?".formatted(folder));
        }
        if (!onSameVolume && volume(folder).equals(volume(backups))) {
            return Optional.of("%s: is on the same volume as the dumps in %s; is its own volume mounted?"
                    .formatted(folder, backups));
        }
        return Optional.empty();
    }

    /** @throws ActionFailed {@code OffsiteMissing} where something is wrong with it */
    public void require() {
        problem().ifPresent(problem -> {
            throw new ActionFailed(
                    "OffsiteMissing",
                    "the copy of the dump would not be elsewhere: " + problem,
                    "Mount the volume and create the folder on it, then RETRY.",
                    true);
        });
    }

    /**
     * Copies the dump, and reads the copy back.
     *
     * @throws ActionFailed {@code OffsiteMissing}, or {@code OffsiteDiffers} where another content is read back
     */
    public void copy(Backup backup, Attempt attempt) {
        var target = copy(backup.path(), backup.sha256(), attempt);
        attempt.evidence().value("offsite", target.toString());
        if (onSameVolume) {
            attempt.evidence().value("offsiteOnSameVolume", true);
        }
    }

    /**
     * Copies a file or a folder whose {@link FileTrees#hash} is that one, and reads the copy back.
     *
     * @return the copy
     * @throws ActionFailed {@code OffsiteMissing}, or {@code OffsiteDiffers} where another content is read back
     */
    public Path copy(Path backup, String sha256, Attempt attempt) {
        require();
        var target = folder.resolve(backup.getFileName());
        if (!Files.exists(target) || !FileTrees.hash(target).equals(sha256)) {
            attempt.heartbeat("copying to " + folder);
            var partial = target.resolveSibling(target.getFileName() + ".part");
            FileTrees.delete(partial);
            FileTrees.copyOver(backup, partial);
            if (Files.isDirectory(target)) {
                FileTrees.delete(target);
            }
            AtomicFiles.move(partial, target);
        }
        if (!FileTrees.hash(target).equals(sha256)) {
            throw new ActionFailed(
                    "OffsiteDiffers",
                    target + ": what is read back is not what was written",
                    "Check that volume, then RETRY.",
                    true);
        }
        return target;
    }

    /** The number of the volume that holds it, or, where it does not exist, that would. */
    private static Object volume(Path path) {
        @Nullable Path at = path.toAbsolutePath();
        while (at != null && !Files.exists(at)) {
            at = at.getParent();
        }
        try {
            return Files.getAttribute(at == null ? path : at, "unix:dev");
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot find the volume of " + path, unreadable);
        }
    }
}
