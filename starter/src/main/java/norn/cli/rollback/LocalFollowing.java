package norn.cli.rollback;

import java.nio.file.Path;
import java.util.Optional;
import norn.action.ActionFailed;
import norn.action.Fence;
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
     * @param id of the rollback, which may be an earlier one that has done all that this one was to do
     * @param reportProblem why no report could be written; empty where one was
     */
    public record LocalEnding(String id, Ending ending, Optional<String> reportProblem) {
        private static LocalEnding of(EarlierRollback earlier) {
            return new LocalEnding(earlier.id(), earlier.ending(), Optional.empty());
        }
    }

    /**
     * Runs it to its end, unless an earlier one has done the same already.
     *
     * @throws CommandFailed where it cannot be done here, another one runs on this host, or the person ends it
     */
    public LocalEnding run(String id, RollbackStart start, Path config) {
        var environments = new HostEnvironments(config);
        var host = environments.host(start.environment());
        var rollback = new LocalRollback(id, start, environments);
        try {
            var turn = LocalRollback.takeTurn(host, id);
            try {
                return EarlierRollback.of(config, start.environment(), host, start.mode(), start.to())
                        .map(LocalEnding::of)
                        .orElseGet(() -> follow(rollback, id, new Fence(host.records())));
            } finally {
                turn.close();
            }
        } catch (ActionFailed failed) {
            throw new CommandFailed(
                    ExitCode.NOT_SUCCESSFUL, String.valueOf(failed.getMessage()), failed.remedy(), failed);
        }
    }

    private LocalEnding follow(LocalRollback rollback, String id, Fence fence) {
        terminal.err().println("rolling back on this host, without a server: " + id);
        fence.holder()
                .ifPresent(holder -> terminal.err()
                        .println("%s may change nothing more here, though a server or a worker still runs it"
                                .formatted(holder)));
        var view = ProgressView.on(terminal);
        var answers = new InteractiveAnswers(rollback, id, new Keyboard(System.in), view, terminal.errStyle());
        var interrupts = InterruptCounter.counted();
        interrupts.onFirst(Thread.currentThread()::interrupt);
        try {
            var ending = Ending.of(LenientJson.toTree(rollback.run(view, answers)));
            return new LocalEnding(id, ending, rollback.reportProblem());
        } catch (InterruptedException stopped) {
            throw new CommandFailed(
                    interrupts.exitCode(),
                    "the rollback stands where it was ended",
                    "Type the same command again: it begins with what it finds.",
                    stopped);
        }
    }
}
