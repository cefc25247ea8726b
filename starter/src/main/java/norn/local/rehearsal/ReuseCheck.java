package norn.local.rehearsal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import norn.rehearsal.Fault;
import norn.rehearsal.Sandbox;
import norn.rehearsal.SandboxDescription;
import norn.rehearsal.SandboxKind;

/** Whether a sandbox can serve for another deployment. */
final class ReuseCheck {
    private ReuseCheck() {}

    /** Why it cannot, in words that follow "in this sandbox"; empty where it can. */
    static Optional<String> of(SandboxDescription sandbox, SandboxKind wanted) {
        if (Sandbox.isUnfinished(sandbox.root())) {
            return Optional.of("parts are missing: who made or deleted it was ended in the middle of that");
        }
        if (sandbox.options().like() != wanted) {
            return Optional.of(
                    wanted == SandboxKind.PLAIN
                            ? "everything is like production (rehearse --like production)"
                            : "nothing is like production");
        }
        var fault = sandbox.options().fault();
        if (fault != Fault.NONE) {
            return Optional.of(
                    "%s is broken on purpose (rehearse --break %s)".formatted(sandbox.newRelease(), fault.word()));
        }
        var active = active(sandbox.active());
        return active.equals(sandbox.oldRelease()) ? Optional.empty() : Optional.of(active + " is active already");
    }

    private static String active(Path link) {
        try {
            return String.valueOf(link.toRealPath().getFileName());
        } catch (IOException gone) {
            return "nothing";
        }
    }
}
