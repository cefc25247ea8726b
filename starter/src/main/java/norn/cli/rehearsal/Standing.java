package norn.cli.rehearsal;

import java.util.function.Consumer;
import norn.cli.connection.Connection;
import norn.cli.connection.Json;
import norn.cli.local.Home;
import norn.cli.terminal.CommandFailed;
import norn.rehearsal.WorldOptions;
import org.jspecify.annotations.Nullable;

/** Server, world and worker in the background, ready for a deployment that somebody starts. */
public record Standing(String ui, String address, String newRelease) {

    /** Starts what does not run; {@code fresh}: with a new world in any case. */
    public static Standing up(Home home, boolean fresh, Consumer<String> progress) {
        return RehearsalLock.holding(home, () -> {
            var ran = WorkerProcess.find(home).isPresent();
            var interrupts = Interrupts.counted();
            interrupts.onFirst(() -> progress.accept("it is stopped as soon as it stands; a moment …"));
            var standing = started(home, fresh, progress, interrupts);
            if (!interrupts.any() || ran) return standing;
            Rehearsal.stopAll(home);
            throw interrupted(interrupts, null);
        });
    }

    private static Standing started(Home home, boolean fresh, Consumer<String> progress, Interrupts interrupts) {
        try {
            var rehearsal = fresh
                    ? Rehearsal.renew(home, WorldOptions.standard(), Rehearsal.PACE, progress)
                    : Rehearsal.resume(home, WorldOptions.standard(), Rehearsal.PACE, progress);
            return new Standing(
                    rehearsal.server().ui().toString(),
                    rehearsal.server().address(),
                    rehearsal.world().description().newRelease());
        } catch (RuntimeException failed) {
            throw interrupts.any() ? interrupted(interrupts, failed) : failed;
        }
    }

    private static CommandFailed interrupted(Interrupts interrupts, @Nullable RuntimeException failed) {
        var stopped = new CommandFailed(interrupts.exitCode(), "stopped; nothing goes on", null);
        if (failed != null) stopped.addSuppressed(failed);
        return stopped;
    }

    /** Stops whatever runs; returns whether anything did. */
    public static boolean down(Home home) {
        return RehearsalLock.holding(home, () -> Rehearsal.stopAll(home));
    }

    /** The Temporal UI's form for a deployment, filled in but for its input. */
    public String startForm(String id) {
        return "%s/namespaces/default/workflows/start-workflow?taskQueue=%s&workflowType=Deployment&workflowId=%s"
                .formatted(ui, Connection.TASK_QUEUE, id);
    }

    /** What to paste as its input. */
    public String input() {
        return Json.line(RehearsalEnvironment.start(newRelease));
    }
}
