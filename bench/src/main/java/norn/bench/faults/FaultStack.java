package norn.bench.faults;

import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import norn.bench.Sleep;
import norn.client.Answers;
import norn.client.ChecklistQueries;
import norn.client.Connection;
import norn.client.Follower;
import norn.client.ProgressListener;
import norn.client.Runs;
import norn.client.StartRequest;
import norn.local.NornHome;
import norn.local.rehearsal.Rehearsal;
import norn.local.rehearsal.SimulatedAnswers;
import norn.local.rehearsal.SimulatedAnswers.SimulatedChoice;
import norn.local.server.LocalServer;
import norn.rehearsal.SandboxOptions;
import norn.report.Checklist;

/** A rehearsal of its own, to which faults are done: the server, the sandbox with its players, and a worker. */
final class FaultStack implements AutoCloseable {
    static final String ENVIRONMENT = "rehearsal";
    static final UnaryOperator<SimulatedChoice> NO_GO_AT_GO_LIVE =
            choice -> choice.item().id().equals("go-live") ? choice.with("NO_GO") : choice;

    private static final Duration TIMEOUT = Duration.ofMinutes(6);
    private static final Duration POLL = Duration.ofMillis(100);

    private final NornHome home;
    private final Rehearsal rehearsal;
    private final Connection connection;

    private FaultStack(NornHome home, Rehearsal rehearsal) {
        this.home = home;
        this.rehearsal = rehearsal;
        connection = rehearsal.connect();
    }

    static FaultStack open(Path folder, Consumer<String> progress) {
        var home = new NornHome(folder);
        var options = SandboxOptions.standard().withSizeGb(0.02);
        return new FaultStack(home, Rehearsal.start(home, options, Rehearsal.PACE, progress));
    }

    NornHome home() {
        return home;
    }

    Rehearsal rehearsal() {
        return rehearsal;
    }

    Connection connection() {
        return connection;
    }

    Witnesses witnesses() {
        return new Witnesses(rehearsal.sandbox());
    }

    /** Starts a deployment of the new release that is nothing but its day. */
    void startDay(String id) {
        var release = rehearsal.sandbox().description().newRelease();
        Runs.start(connection, id, StartRequest.deployment(release, ENVIRONMENT).phases(List.of("deployment-day")));
    }

    Checklist checklist(String id) {
        return new ChecklistQueries(connection).newest(id);
    }

    /** Answers whatever waits, until {@code what} does. */
    void answerUntil(String id, String what) {
        var answers = new SimulatedAnswers(connection, id);
        await(what, () -> {
            var checklist = checklist(id);
            if (isWaiting(checklist, what)) {
                return true;
            }
            answers.answer(checklist);
            return false;
        });
    }

    void awaitWaiting(String id, String what) {
        await(what, () -> isWaiting(checklist(id), what));
    }

    static boolean isWaiting(Checklist checklist, String what) {
        return checklist.waiting().stream().anyMatch(item -> item.id().equals(what));
    }

    /** What may not be so yet, or not be known. */
    interface Condition {
        boolean holds();
    }

    static void await(String what, Condition condition) {
        var deadline = Instant.now().plus(TIMEOUT);
        while (Instant.now().isBefore(deadline)) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (WorkflowException | StatusRuntimeException notNow) {
                Sleep.of(POLL);
            }
            Sleep.of(POLL);
        }
        throw new IllegalStateException("never came: " + what);
    }

    /** Answers whatever waits, as {@code override} will have it, to the final status; {@code fault} looks on and strikes. */
    DayEnd follow(String id, UnaryOperator<SimulatedChoice> override, Consumer<Checklist> fault) {
        var simulated = new SimulatedAnswers(connection, id, override);
        Answers answers = checklist -> {
            fault.accept(checklist);
            return simulated.answer(checklist);
        };
        var follower = new Follower(connection, id, ProgressListener.none(), answers).givingUpAfter(TIMEOUT);
        try {
            var ending = follower.follow();
            return new DayEnd(
                    ending,
                    Objects.requireNonNull(follower.last()),
                    rehearsal.sandbox().compareLedger());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
    }

    /** A whole day that people refuse at its go-live, so that it is rolled back: the sandbox is as before. */
    DayEnd dayAndBack(String id, Consumer<Checklist> fault) {
        startDay(id);
        var end = follow(id, NO_GO_AT_GO_LIVE, fault);
        close(id);
        return end;
    }

    /** Answers what is left to do after a rollback, until the run is closed. */
    void close(String id) {
        try {
            new Follower(connection, id, ProgressListener.none(), new SimulatedAnswers(connection, id))
                    .untilClosed()
                    .givingUpAfter(TIMEOUT)
                    .follow();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
    }

    /** Says NO_GO to whatever a deployment asks. */
    void abandon(String id) {
        follow(id, choice -> choice.with("NO_GO"), checklist -> {});
    }

    /** The processes of the services, as their own files note them. */
    List<Long> servicePids() {
        return rehearsal.sandbox().description().services().values().stream()
                .flatMap(service -> Witnesses.lines(service.pidFile()).stream().limit(1))
                .map(note -> Long.parseLong(note.substring(0, note.indexOf(' '))))
                .toList();
    }

    /** How large the history of a run is. */
    long historyBytes(String id) {
        return connection.client().fetchHistory(id).getEvents().stream()
                .mapToLong(event -> event.getSerializedSize())
                .sum();
    }

    /** Kills the worker with -9, and starts another at once. */
    void replaceWorker() {
        rehearsal.worker().kill();
        rehearsal.restartWorker();
    }

    /** Kills the Temporal server with -9, leaves it down for so long, and starts it again over the same data. */
    void replaceServer(Duration down) {
        var killed = LocalServer.find(home.path()).orElseThrow();
        ProcessHandle.of(killed.process().pid()).orElseThrow().destroyForcibly();
        await("the end of the server", () -> !killed.process().isRunning());
        Sleep.of(down);
        LocalServer.start(home.path(), new PrintStream(PrintStream.nullOutputStream()));
    }

    @Override
    public void close() {
        connection.close();
        Rehearsal.stopAll(home);
    }
}
