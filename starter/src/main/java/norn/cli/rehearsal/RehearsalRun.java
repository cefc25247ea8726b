package norn.cli.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
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
import norn.cli.follow.Answers;
import norn.cli.follow.Ending;
import norn.cli.follow.Follower;
import norn.cli.follow.InteractiveAnswers;
import norn.cli.follow.Keyboard;
import norn.cli.follow.LiveView;
import norn.cli.follow.PlainView;
import norn.cli.follow.ProgressView;
import norn.cli.follow.SimulatedAnswers;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.LineWrapper;
import norn.cli.terminal.Terminal;
import norn.client.Connection;
import norn.client.Json;
import norn.client.Messages;
import norn.local.NornHome;
import norn.local.rehearsal.InterruptCounter;
import norn.local.rehearsal.Rehearsal;
import norn.local.rehearsal.RehearsalLock;
import norn.local.rehearsal.StaleRuns;
import norn.local.rehearsal.WorkerMonitor;
import norn.local.rehearsal.WorkerProcess;
import norn.rehearsal.SandboxOptions;
import norn.run.Queries;
import norn.state.Journal;
import org.jspecify.annotations.Nullable;

/** One rehearsal as a person at the terminal lives through it: start, deployment, summary, end; and Ctrl-C at any time. */
public record RehearsalRun(
        Terminal terminal, NornHome home, SandboxOptions options, boolean yes, boolean keepRunning, boolean json) {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(90);
    /** How long a dead worker or server is waited for where no person sees that it died. */
    private static final Duration NO_ANSWER_TIMEOUT = Duration.ofMinutes(10);

    /** Runs it; {@code timeout} is how long a second Ctrl-C is waited for. Returns what to exit with. */
    public int run(Instant begin, Duration timeout) {
        return RehearsalLock.holding(home, () -> {
            refuseSecond();
            var interrupts = InterruptCounter.counted();
            interrupts.onFirst(() -> say("it is stopped as soon as it stands; a moment …"));
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
            throw new CommandFailed(interrupts.exitCode(), "stopped; nothing goes on", null, failed);
        }
    }

    private void refuseSecond() {
        WorkerProcess.find(home).ifPresent(worker -> {
            throw new CommandFailed(
                    ExitCode.UNAVAILABLE,
                    "a rehearsal runs already in %s (worker: process %d)"
                            .formatted(home.path(), worker.process().pid()),
                    "Follow it with './norn watch', end it with './norn down'; a second one needs a home of its own: NORN_HOME=DIR.");
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
            var view = view();
            var follower = new Follower(connection, id, view, answers(connection, id, view));
            if (!terminal.isInteractive()) {
                follower.givingUpAfter(NO_ANSWER_TIMEOUT);
            }
            var ending = followed(follower, rehearsal, view);
            interrupts.onFirst(() -> {
                say("it is over; what is left is being stopped …");
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
                    rehearsal.times(),
                    Duration.between(begin, Instant.now()),
                    keepRunning || rehearsal.sharesServer() ? rehearsal.server().ui() : null);
            print(summary);
            if (!keepRunning) {
                awaitClose(connection, id, skipped);
                rehearsal.stop();
            } else {
                say("server, world and worker go on; './norn down' ends them");
            }
            return ending.exitCode(false);
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
            var record = connection.workflow(id).query("record", JsonNode.class);
            return Json.read(record, Queries.RunRecord.class).journals();
        } catch (WorkflowException | StatusRuntimeException unanswered) {
            return List.of();
        }
    }

    private Ending followed(Follower follower, Rehearsal rehearsal, ProgressView view) throws InterruptedException {
        try (var monitor = WorkerMonitor.begun(home, rehearsal.worker(), view::say)) {
            Objects.requireNonNull(monitor);
            return follower.follow();
        }
    }

    private int leaveRunning(Rehearsal rehearsal, InterruptCounter interrupts, @Nullable String id, Duration timeout) {
        Thread.interrupted(); // that was the first Ctrl-C; what follows is to be done in peace
        say("");
        say("%s goes on, with server, world and worker: process %d, log %s"
                .formatted(
                        id == null ? "the rehearsal" : id,
                        rehearsal.worker().process().pid(),
                        WorkerProcess.log(home)));
        say(
                "come back with './norn watch', answer with './norn status' and what it shows, end it all with './norn down'");
        say("Ctrl-C once more within %d s ends it all now".formatted(timeout.toSeconds()));
        return interrupts.isPressedAgain(timeout) ? stopped(rehearsal, interrupts) : interrupts.exitCode();
    }

    private int stopped(Rehearsal rehearsal, InterruptCounter interrupts) {
        Thread.interrupted();
        say("stopping server, world and worker …");
        rehearsal.stop();
        say("stopped; nothing goes on");
        return interrupts.exitCode();
    }

    /** A rolled-back run stays open for what follows a rollback; its made-up people see to that, or it is ended with its world. */
    private void awaitClose(Connection connection, String id, CompletableFuture<Boolean> skipped)
            throws InterruptedException {
        var answers = yes ? new SimulatedAnswers(connection, id) : Answers.none();
        var closing = new Follower(connection, id, ProgressView.none(), answers).untilClosed();
        var timeout = yes ? CLOSE_TIMEOUT : Duration.ofSeconds(1);
        var closed = CompletableFuture.supplyAsync(() -> followed(closing), command -> {
            var thread = new Thread(command, "closing");
            thread.setDaemon(true);
            thread.start();
        });
        try {
            CompletableFuture.anyOf(closed, skipped).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (!closed.isDone()) {
                StaleRuns.end(connection, id);
            }
        } catch (TimeoutException stillOpen) {
            StaleRuns.end(connection, id);
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

    private ProgressView view() {
        return terminal.isLive() ? new LiveView(terminal) : new PlainView(terminal.err());
    }

    private Answers answers(Connection connection, String id, ProgressView view) {
        if (yes) {
            say("answers      made up by the rehearsal, as people of the roles that are asked");
            return new SimulatedAnswers(connection, id);
        }
        if (terminal.isInteractive()) {
            return new InteractiveAnswers(
                    new Messages(connection), id, new Keyboard(System.in), view, terminal.errStyle());
        }
        say("answers      from elsewhere, with the commands that follow or in the Temporal UI");
        return new AnswerHints(view);
    }

    private void print(RehearsalSummary summary) {
        if (json) {
            terminal.out().println(Json.text(summary.json()));
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
