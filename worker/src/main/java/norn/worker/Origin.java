package norn.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import norn.action.ActionFailed;
import norn.action.AtomicFiles;
import norn.action.Folders;
import norn.action.Target;

/**
 * Which start of a deployment the records on this host belong to. What a deployment made (its databases, its target, its dumps, the
 * notes of what it told whom) bears its id: a reset run goes on with that, another start under the same id must not.
 */
final class Origin {
    private Origin() {}

    /**
     * Notes the start; the same one may come again.
     *
     * @throws ActionFailed {@code IdTaken} if there was another start of that id
     */
    static void claim(Path records, String deployment, String run) {
        var folder = Folders.deployment(records, deployment);
        var file = folder.resolve("started-as");
        try {
            if (!Files.exists(file)) AtomicFiles.write(file, run + "\n");
            else if (!Files.readString(file).strip().equals(run)) throw taken(deployment);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }

    /** Whether that deployment has recorded what a rollback goes back to: from then on it may have changed the world. */
    static boolean hasChanged(Path records, String deployment) {
        return Target.read(records)
                .filter(target -> target.deployment().equals(deployment))
                .isPresent();
    }

    private static ActionFailed taken(String deployment) {
        return new ActionFailed(
                "IdTaken",
                "id %s: there was a deployment of that id here, and what it kept bears the same name. Start again under another id."
                        .formatted(deployment),
                null,
                false);
    }
}
