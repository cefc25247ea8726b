package norn.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import norn.action.ActionFailed;
import norn.action.Targets;
import norn.files.AtomicFiles;
import norn.files.RecordFolders;

/**
 * Which start of a deployment the records on this host belong to. What a deployment made (its databases, its target, its dumps, its
 * delivery logs) bears its id: a reset run goes on with it, another start under the same id must not.
 */
final class StartRecord {
    private StartRecord() {}

    /**
     * Records the start; the same one may come again.
     *
     * @throws ActionFailed {@code IdTaken} if there was another start of that id
     */
    static void claim(Path records, String deployment, String run) {
        var folder = RecordFolders.deployment(records, deployment);
        var file = folder.resolve("started-as");
        try {
            if (!Files.exists(file)) {
                AtomicFiles.write(file, run + "\n");
            } else if (!Files.readString(file).strip().equals(run)) {
                throw idTaken(deployment);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }

    /** Whether that deployment has recorded the target of a rollback: from then on it may have changed the environment. */
    static boolean hasRecordedTarget(Path records, String deployment) {
        return new Targets(records).of(deployment).isPresent();
    }

    private static ActionFailed idTaken(String deployment) {
        return new ActionFailed(
                "IdTaken",
                "id %s: there was a deployment of that id here, and what it left bears the same name. Start again under another id."
                        .formatted(deployment),
                null,
                false);
    }
}
