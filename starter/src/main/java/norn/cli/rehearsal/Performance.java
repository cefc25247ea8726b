package norn.cli.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import norn.cli.connection.Connection;
import norn.cli.connection.Json;
import norn.cli.connection.Messages;
import norn.cli.follow.Answers;
import norn.cli.follow.Ending;
import norn.cli.follow.Follower;
import norn.cli.follow.HowToAnswer;
import norn.cli.follow.Keyboard;
import norn.cli.follow.LiveView;
import norn.cli.follow.MadeUpAnswers;
import norn.cli.follow.PlainView;
import norn.cli.follow.TypedAnswers;
import norn.cli.follow.View;
import norn.cli.local.Home;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Lines;
import norn.cli.terminal.Terminal;
import norn.deployment.Views;
import norn.journal.Journal;
import norn.rehearsal.WorldOptions;

/** One rehearsal as a person at the terminal lives through it: start, deployment, summary, end; and Ctrl-C at any time. */
public record Performance(Terminal terminal, Home home, WorldOptions options, boolean yes, boolean keep, boolean json) {
    private static final Duration AFTERWARDS = Duration.ofSeconds(90);
    /** How long a dead worker or server is waited for where no person sees that it died. */
    private static final Duration NOBODY = Duration.ofMinutes(10);

    /** Runs it; {@code patience} is how long a second Ctrl-C is waited for. Returns what to exit with. */
    public int run(Instant begin, Duration patience) {
        return RehearsalLock.holding(home, () -> {
            refuseBeside();
            var interrupts = Interrupts.counted();
            interrupts.onFirst(() -> say("it is stopped as soon as it stands; a moment …"));
            return perform(started(interrupts), interrupts, begin, patience);
        });
    }

    private Rehearsal started(Interrupts interrupts) {
        try {
            return Rehearsal.start(home, options, Rehearsal.PACE, this::progress);
        } catch (RuntimeException failed) {
            if (!interrupts.any()) throw failed;
            throw new CommandFailed(interrupts.exitCode(), "stopped; nothing goes on", null, failed);
        }
    }

    private void refuseBeside() {
        WorkerProcess.find(home).ifPresent(worker -> {
            throw new CommandFailed(
                    ExitCode.UNAVAILABLE,
                    "a rehearsal runs already in %s (worker: process %d)"
                            .formatted(home.path(), worker.process().pid()),
                    "Follow it with './norn watch', end it with './norn down'; a second one needs a home of its own: NORN_HOME=DIR.");
        });
    }

    private int perform(Rehearsal rehearsal, Interrupts interrupts, Instant begin, Duration patience) {
        var here = Thread.currentThread();
        interrupts.onFirst(here::interrupt);
        if (interrupts.any()) return stopped(rehearsal, interrupts);
        String id = null;
        var enough = new CompletableFuture<Boolean>();
        var over = false;
        try (var connection = rehearsal.connect()) {
            rehearsal.awaitWorker(connection);
            id = rehearsal.deploy(connection);
            say("Temporal UI  %s/namespaces/default/workflows/%s"
                    .formatted(rehearsal.server().ui(), id.replace("/", "%2F")));
            say("deployment   " + id);
            var view = view();
            var follower = new Follower(connection, id, view, answers(connection, id, view));
            if (!terminal.isInteractive()) follower.givingUpAfter(NOBODY);
            var ending = followed(follower, rehearsal, view);
            interrupts.onFirst(() -> {
                say("it is over; what is left is being stopped …");
                enough.complete(true);
            });
            if (Thread.interrupted()) throw new InterruptedException();
            over = true;
            var summary = new Summary(
                    id,
                    ending,
                    follower.last(),
                    journals(connection, id),
                    rehearsal.world().compareLedger(),
                    rehearsal.times(),
                    Duration.between(begin, Instant.now()),
                    keep || rehearsal.sharesServer() ? rehearsal.server().ui() : null);
            print(summary);
            if (!keep) {
                letItClose(connection, id, enough);
                rehearsal.stop();
            } else say("server, world and worker go on; './norn down' ends them");
            return ending.exitCode(false);
        } catch (InterruptedException pressed) {
            return left(rehearsal, interrupts, id, patience);
        } catch (RuntimeException failed) {
            if (interrupts.any() && !over) return left(rehearsal, interrupts, id, patience);
            rehearsal.stop();
            throw failed;
        }
    }

    private static List<Journal> journals(Connection connection, String id) {
        try {
            var record = connection.workflow(id).query("record", JsonNode.class);
            return Json.read(record, Views.Account.class).journals();
        } catch (WorkflowException | StatusRuntimeException unanswered) {
            return List.of();
        }
    }

    private Ending followed(Follower follower, Rehearsal rehearsal, View view) throws InterruptedException {
        try (var watch = WorkerWatch.begun(home, rehearsal.worker(), view::say)) {
            Objects.requireNonNull(watch);
            return follower.follow();
        }
    }

    private int left(
            Rehearsal rehearsal,
            Interrupts interrupts,
            @org.jspecify.annotations.Nullable String id,
            Duration patience) {
        Thread.interrupted(); // that was the first Ctrl-C; what follows is to be done in peace
        say("");
        say("%s goes on, with server, world and worker: process %d, log %s"
                .formatted(
                        id == null ? "the rehearsal" : id,
                        rehearsal.worker().process().pid(),
                        WorkerProcess.log(home)));
        say(
                "come back with './norn watch', answer with './norn status' and what it shows, end it all with './norn down'");
        say("Ctrl-C once more within %d s ends it all now".formatted(patience.toSeconds()));
        return interrupts.another(patience) ? stopped(rehearsal, interrupts) : interrupts.exitCode();
    }

    private int stopped(Rehearsal rehearsal, Interrupts interrupts) {
        Thread.interrupted();
        say("stopping server, world and worker …");
        rehearsal.stop();
        say("stopped; nothing goes on");
        return interrupts.exitCode();
    }

    /** A rolled-back run stays open for what follows a rollback; its made-up people see to that, or it is ended with its world. */
    private void letItClose(Connection connection, String id, CompletableFuture<Boolean> enough)
            throws InterruptedException {
        var answers = yes ? new MadeUpAnswers(connection, id) : Answers.none();
        var closing = new Follower(connection, id, View.none(), answers).toTheClose();
        var patience = yes ? AFTERWARDS : Duration.ofSeconds(1);
        var closed = CompletableFuture.supplyAsync(() -> followed(closing), command -> {
            var thread = new Thread(command, "closing");
            thread.setDaemon(true);
            thread.start();
        });
        try {
            CompletableFuture.anyOf(closed, enough).get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (!closed.isDone()) Leftovers.end(connection, id);
        } catch (TimeoutException stillOpen) {
            Leftovers.end(connection, id);
        } catch (java.util.concurrent.ExecutionException failed) {
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

    private View view() {
        return terminal.isLive() ? new LiveView(terminal) : new PlainView(terminal.err());
    }

    private Answers answers(Connection connection, String id, View view) {
        if (yes) {
            say("answers      made up by the rehearsal, as people of the roles that are asked");
            return new MadeUpAnswers(connection, id);
        }
        if (terminal.isInteractive())
            return new TypedAnswers(new Messages(connection), id, new Keyboard(System.in), view, terminal.errStyle());
        say("answers      from elsewhere, with the commands that follow or in the Temporal UI");
        return new HowToAnswer(view);
    }

    private void print(Summary summary) {
        if (json) terminal.out().println(Json.text(summary.json()));
        else summary.lines(terminal.style(), terminal.outSize()).forEach(terminal.out()::println);
    }

    private void progress(String line) {
        terminal.err().println(terminal.errStyle().faint(line));
    }

    private void say(String line) {
        terminal.err().println(Lines.wrappedText(line, terminal.errSize().columns() - 1));
    }
}
