package norn.local.rehearsal;

import java.util.Optional;
import norn.local.NornHome;
import norn.rehearsal.Sandbox;

/** The sandbox of a home; the copy of another home's sandbox is none, for it names the other one's files and processes. */
final class OwnSandbox {
    private OwnSandbox() {}

    /** It; empty where there is none, or a copy. */
    static Optional<Sandbox> of(NornHome home) {
        if (!Sandbox.exists(home.sandbox())) {
            return Optional.empty();
        }
        var sandbox = Sandbox.open(home.sandbox());
        return sandbox.description().ownPaths().stream().allMatch(home::owns) ? Optional.of(sandbox) : Optional.empty();
    }
}
