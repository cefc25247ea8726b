package norn.local.rehearsal;

import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import norn.client.Connection;
import norn.client.RequestFailed;
import norn.local.NornHome;
import norn.rehearsal.Sandbox;
import norn.rehearsal.SandboxOptions;
import norn.rehearsal.install.InstallFailed;
import norn.rehearsal.system.SandboxFailure;

/** The sandbox of a home without a server and a worker: for those that run elsewhere. */
public final class StandaloneSandbox {
    private StandaloneSandbox() {}

    /**
     * Starts the one that is there as it was when it stopped, in mid-deployment too. Creates a new one where there is none, or
     * where that one was made with other options.
     *
     * @param fresh create a new one in any case
     * @param server opened where a new one replaces one: the deployments in progress in that are terminated
     * @param progress receives a line for each thing that is done
     * @throws RequestFailed if it cannot be created
     */
    public static Sandbox start(
            NornHome home,
            SandboxOptions options,
            boolean fresh,
            Supplier<Connection> server,
            Consumer<String> progress) {
        Rehearsal.requireTools(home, options.like());
        var existing = OwnSandbox.of(home);
        try {
            if (existing.isPresent() && !fresh) {
                var sandbox = existing.get();
                var isWhole = !Sandbox.isUnfinished(home.sandbox());
                if (isWhole && sandbox.description().options().equals(options)) {
                    resume(sandbox, progress);
                    Rehearsal.write(home, sandbox, Rehearsal.PACE);
                    return sandbox;
                }
                progress.accept(
                        isWhole
                                ? "creating a new sandbox: the old one was made with other options"
                                : "creating a new sandbox: who made or deleted the old one was ended in the middle of"
                                        + " that");
            }
            if (Sandbox.exists(home.sandbox())) {
                try (var connection = server.get()) {
                    StaleRuns.terminate(connection);
                }
            }
            var sandbox = Rehearsal.fresh(home, options, progress);
            Rehearsal.write(home, sandbox, Rehearsal.PACE);
            return sandbox;
        } catch (CompletionException wrapped) {
            throw Rehearsal.readable(wrapped);
        } catch (InstallFailed | SandboxFailure failed) {
            throw Rehearsal.readable(new CompletionException(failed));
        }
    }

    /** A release that does not serve is for the deployment in progress to find: it is what the deployment watches. */
    private static void resume(Sandbox sandbox, Consumer<String> progress) {
        try {
            sandbox.start();
        } catch (SandboxFailure notServing) {
            progress.accept("note: the sandbox runs, but " + notServing.getMessage());
        }
    }
}
