package norn.cli.rehearsal;

import java.util.function.Consumer;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.InterruptCounter;
import norn.client.StartRequest;
import norn.files.LenientJson;
import norn.local.NornHome;
import norn.local.rehearsal.Rehearsal;
import norn.local.rehearsal.RehearsalEnvironment;
import norn.local.rehearsal.RehearsalLock;
import norn.local.rehearsal.WorkerProcess;
import norn.rehearsal.SandboxOptions;
import norn.rehearsal.install.StopSignal;
import norn.run.TaskQueues;
import org.jspecify.annotations.Nullable;

/** Server, sandbox and worker in the background, ready for a deployment that somebody starts. */
public record BackgroundStack(String ui, String address, String newRelease) {

    /** Starts what does not run; {@code fresh}: with a new sandbox in any case. */
    public static BackgroundStack up(NornHome home, boolean fresh, Consumer<String> progress) {
        return RehearsalLock.holding(home, () -> {
            var ran = WorkerProcess.find(home).isPresent();
            var interrupts = InterruptCounter.counted();
            interrupts.onFirst(() -> {
                progress.accept("stopping as soon as the start is complete …");
                StopSignal.ofProcess().give();
            });
            var stack = started(home, fresh, progress, interrupts);
            if (!interrupts.any() || ran) {
                return stack;
            }
            Rehearsal.stopAll(home);
            throw interrupted(interrupts, null);
        });
    }

    private static BackgroundStack started(
            NornHome home, boolean fresh, Consumer<String> progress, InterruptCounter interrupts) {
        try {
            var rehearsal = fresh
                    ? Rehearsal.renew(home, SandboxOptions.standard(), Rehearsal.PACE, progress)
                    : Rehearsal.resume(home, SandboxOptions.standard(), Rehearsal.PACE, progress);
            return new BackgroundStack(
                    rehearsal.server().ui().toString(),
                    rehearsal.server().address(),
                    rehearsal.sandbox().description().newRelease());
        } catch (RuntimeException failed) {
            throw interrupts.any() ? interrupted(interrupts, failed) : failed;
        }
    }

    private static CommandFailed interrupted(InterruptCounter interrupts, @Nullable RuntimeException failed) {
        var stopped = new CommandFailed(interrupts.exitCode(), "stopped; nothing runs any more", null);
        if (failed != null) {
            stopped.addSuppressed(failed);
        }
        return stopped;
    }

    /** Stops whatever runs; returns whether anything did. */
    public static boolean down(NornHome home) {
        return RehearsalLock.holding(home, () -> Rehearsal.stopAll(home));
    }

    /** The address of the Temporal UI's start form for a deployment, filled in except for the input. */
    public String startForm(String id) {
        return "%s/namespaces/default/workflows/start-workflow?taskQueue=%s&workflowType=Deployment&workflowId=%s"
                .formatted(ui, TaskQueues.NORN, id);
    }

    /** The input to paste. */
    public String input() {
        return LenientJson.line(
                StartRequest.deployment(newRelease, RehearsalEnvironment.NAME).input());
    }
}
