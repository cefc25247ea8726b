package norn.cli.rollback;

import java.nio.file.Path;
import java.util.Optional;
import norn.action.ActionFailed;
import norn.cli.follow.InteractiveAnswers;
import norn.cli.follow.Keyboard;
import norn.cli.follow.ProgressView;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.InterruptCounter;
import norn.cli.terminal.Terminal;
import norn.client.Ending;
import norn.files.LenientJson;
import norn.local.rollback.LocalRollback;
import norn.plan.RollbackStart;
import norn.worker.HostEnvironments;

/** Runs a rollback in this process, shows how it goes on, and asks the person at the terminal. */
public record LocalFollowing(Terminal terminal) {
    /**
     * How it ended.
     *
     * @param reportProblem why no report could be written; empty where one was
     */
    public record LocalEnding(Ending ending, Optional<String> reportProblem) {}

    /** Runs it to its end. @throws CommandFailed where it cannot be done here, or the person ends it */
    public LocalEnding run(String id, RollbackStart start, Path config) {
        var rollback = new LocalRollback(id, start, new HostEnvironments(config));
        terminal.err().println("rolling back on this host, without a server: " + id);
        var view = ProgressView.on(terminal);
        var answers = new InteractiveAnswers(rollback, id, new Keyboard(System.in), view, terminal.errStyle());
        var interrupts = InterruptCounter.counted();
        interrupts.onFirst(Thread.currentThread()::interrupt);
        try {
            var ending = Ending.of(LenientJson.toTree(rollback.run(view, answers)));
            return new LocalEnding(ending, rollback.reportProblem());
        } catch (ActionFailed failed) {
            throw new CommandFailed(
                    ExitCode.NOT_SUCCESSFUL, String.valueOf(failed.getMessage()), failed.remedy(), failed);
        } catch (InterruptedException stopped) {
            throw new CommandFailed(
                    interrupts.exitCode(),
                    "the rollback stands where it was ended",
                    "Type the same command again: it begins with what it finds.",
                    stopped);
        }
    }
}
