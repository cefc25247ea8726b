package norn.cli.rehearsal;

import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import norn.cli.follow.AnswerHints;
import norn.cli.follow.InteractiveAnswers;
import norn.cli.follow.Keyboard;
import norn.cli.follow.ProgressView;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.InterruptCounter;
import norn.cli.terminal.LineWrapper;
import norn.cli.terminal.Terminal;
import norn.client.Answers;
import norn.client.ChecklistQueries;
import norn.client.Connection;
import norn.client.Ending;
import norn.client.Follower;
import norn.client.MessageSender;
import norn.client.ProgressListener;
import norn.client.RequestFailed;
import norn.files.LenientJson;
import norn.local.NornHome;
import norn.local.rehearsal.Rehearsal;
import norn.local.rehearsal.RehearsalLock;
import norn.local.rehearsal.SimulatedAnswers;
import norn.local.rehearsal.StaleRuns;
import norn.local.rehearsal.WorkerMonitor;
import norn.local.rehearsal.WorkerProcess;
import norn.rehearsal.SandboxOptions;
import norn.rehearsal.install.StopSignal;
import norn.state.Journal;
import org.jspecify.annotations.Nullable;

/** One rehearsal on the terminal: start, deployment, summary and end, with Ctrl-C at any time. */
public record RehearsalRun(
        Terminal terminal, NornHome home, SandboxOptions options, boolean yes, boolean keepRunning, boolean json) {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(90);
    /** How long this waits for a worker or server that does not answer, where no person is there to see it. */
    private static final Duration NO_ANSWER_TIMEOUT = Duration.ofMinutes(10);

    /** Runs it; {@code timeout} is how long it waits for a second Ctrl-C. Returns the exit code. */
    public int run(Instant begin, Duration timeout) {
        return RehearsalLock.holding(home, () -> {
            refuseSecond();
            var interrupts = InterruptCounter.counted();
            interrupts.onFirst(() -> {
                say("stopping as soon as the start is complete …");
                StopSignal.ofProcess().give();
            });
            return runToEnd(started(interrupts), interrupts, begin, timeout);
        });
    }

    private Rehearsal started(InterruptCounter interrupts) {
        try {
            return Rehearsal.start(home, options, Rehearsal.PACE, this::progress);
        } catch (RuntimeException failed) {
            if (!interrupts.any()) {
                throw failed;
            }
            throw new CommandFailed(interrupts.exitCode(), "stopped; nothing runs any more", null, failed);
        }
    }

    private void refuseSecond() {
        WorkerProcess.find(home).ifPresent(worker -> {
            throw RequestFailed.unavailable(
                    "a rehearsal is already running in %s (worker: process %d)"
                            .formatted(home.path(), worker.process().pid()),
                    "Follow it with './norn watch', or end it with './norn down'. To run two at once, give each its"
                            + " own folder: NORN_HOME=DIR.");
        });
    }

    private int runToEnd(Rehearsal rehearsal, InterruptCounter interrupts, Instant begin, Duration timeout) {
        var caller = Thread.currentThread();
        interrupts.onFirst(caller::interrupt);
        if (interrupts.any()) {
            return stopped(rehearsal, interrupts);
        }
        String id = null;
        var skipped = new CompletableFuture<Boolean>();
        var over = false;
        try (var connection = rehearsal.connect()) {
            rehearsal.awaitWorker(connection);
            id = rehearsal.deploy(connection);
            say("Temporal UI  %s/namespaces/default/workflows/%s"
                    .formatted(rehearsal.server().ui(), id.replace("/", "%2F")));
            say("deployment   " + id);
            var view = ProgressView.on(terminal);
            var follower = new Follower(connection, id, view, answers(connection, id, view));
            if (!terminal.isInteractive()) {
                follower.givingUpAfter(NO_ANSWER_TIMEOUT);
            }
            var ending = followed(follower, rehearsal, view);
            interrupts.onFirst(() -> {
                say("the deployment has ended; stopping everything …");
                skipped.complete(true);
            });
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            over = true;
            var summary = new RehearsalSummary(
                    id,
                    ending,
                    follower.last(),
                    journals(connection, id),
                    rehearsal.sandbox().compareLedger(),
                    rehearsal.sandbox().charactersState(),
                    rehearsal.times(),
                    Duration.between(begin, Instant.now()),
                    keepRunning || rehearsal.sharesServer() ? rehearsal.server().ui() : null);
            print(summary);
            if (!keepRunning) {
                awaitClose(connection, id, skipped);
                rehearsal.stop();
            } else {
                say("server, sandbox and worker keep running; './norn down' stops them");
            }
            return ExitCode.ofDeployment(ending);
        } catch (InterruptedException pressed) {
            return leaveRunning(rehearsal, interrupts, id, timeout);
        } catch (RuntimeException failed) {
            if (interrupts.any() && !over) {
                return leaveRunning(rehearsal, interrupts, id, timeout);
            }
            rehearsal.stop();
            throw failed;
        }
    }

    private static List<Journal> journals(Connection connection, String id) {
        try {
            return new ChecklistQueries(connection).runRecord(id).journals();
        } catch (WorkflowException | StatusRuntimeException unanswered) {
            return List.of();
        }
    }

    private Ending followed(Follower follower, Rehearsal rehearsal, ProgressView view) throws InterruptedException {
        try (var monitor = WorkerMonitor.started(home, rehearsal.worker(), view::say)) {
            Objects.requireNonNull(monitor);
            return follower.follow();
        }
    }

    private int leaveRunning(Rehearsal rehearsal, InterruptCounter interrupts, @Nullable String id, Duration timeout) {
        Thread.interrupted(); // clears the first Ctrl-C, so that what follows is not interrupted
        say("");
        say("%s continues, with server, sandbox and worker: process %d, log %s"
                .formatted(
                        id == null ? "the rehearsal" : id,
                        rehearsal.worker().process().pid(),
                        WorkerProcess.log(home)));
        say("'./norn watch' follows it again, './norn answer' takes up its questions, './norn status' shows how to"
                + " answer it, './norn down' stops everything");
        say("Ctrl-C once more within %d s stops everything now".formatted(timeout.toSeconds()));
        return interrupts.isPressedAgain(timeout) ? stopped(rehearsal, interrupts) : interrupts.exitCode();
    }

    private int stopped(Rehearsal rehearsal, InterruptCounter interrupts) {
        Thread.interrupted();
        say("stopping server, sandbox and worker …");
        rehearsal.stop();
        say("stopped; nothing runs any more");
        return interrupts.exitCode();
    }

    /** A rolled-back run stays open for what follows a rollback: simulated people do that, or the run is terminated. */
    private void awaitClose(Connection connection, String id, CompletableFuture<Boolean> skipped)
            throws InterruptedException {
        var answers = yes ? new SimulatedAnswers(connection, id) : Answers.none();
        var closing = new Follower(connection, id, ProgressListener.none(), answers).untilClosed();
        var timeout = yes ? CLOSE_TIMEOUT : Duration.ofSeconds(1);
        var closed = CompletableFuture.supplyAsync(() -> followed(closing), command -> {
            var thread = new Thread(command, "await-close");
            thread.setDaemon(true);
            thread.start();
        });
        try {
            CompletableFuture.anyOf(closed, skipped).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (!closed.isDone()) {
                StaleRuns.terminate(connection, id);
            }
        } catch (TimeoutException stillOpen) {
            StaleRuns.terminate(connection, id);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static boolean followed(Follower follower) {
        try {
            follower.follow();
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Answers answers(Connection connection, String id, ProgressView view) {
        if (yes) {
            say("answers      simulated, as people of the roles that are asked");
            return new SimulatedAnswers(connection, id);
        }
        if (terminal.isInteractive()) {
            return new InteractiveAnswers(
                    new MessageSender(connection), id, new Keyboard(System.in), view, terminal.errStyle());
        }
        say("answers      with the commands that follow, or in the Temporal UI");
        return new AnswerHints(view);
    }

    private void print(RehearsalSummary summary) {
        if (json) {
            terminal.out().println(LenientJson.text(summary.json()));
        } else {
            summary.lines(terminal.style(), terminal.outSize()).forEach(terminal.out()::println);
        }
    }

    private void progress(String line) {
        terminal.err().println(terminal.errStyle().faint(line));
    }

    private void say(String line) {
        terminal.err().println(LineWrapper.wrappedText(line, terminal.errSize().columns() - 1));
    }
}
