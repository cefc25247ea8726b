package norn.adoption;

import java.nio.file.Path;
import norn.action.Attempt;
import norn.code.CodeSettings;
import norn.code.Releases;
import norn.files.AtomicFiles;
import norn.files.FileTrees;
import norn.plan.Order;
import norn.state.Evidence;

/** Points the active link at an empty folder, while the services are down: what was adopted is left, so that it can be returned to. */
final class LinkAside {
    private static final String FOLDER = ".left-for-the-proof";

    Evidence run(Order order, Attempt attempt) {
        var code = attempt.settings(CodeSettings.class);
        var aside = folder(code);
        FileTrees.createFolder(aside);
        AtomicFiles.write(
                aside.resolve("README"),
                "Norn proves that it can go back to an adopted release, and has stopped the services. 'norn adopt'"
                        + " goes on.\n");
        attempt.checkFence();
        new Releases(code).pointActiveLink(aside);
        return attempt.evidence().done("%s leads to no release".formatted(code.active()));
    }

    /** Removes that folder. */
    static void remove(CodeSettings code) {
        FileTrees.delete(folder(code));
    }

    static Path folder(CodeSettings code) {
        return code.releases().toAbsolutePath().resolve(FOLDER);
    }
}
