package norn.bench.faults;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.workflowservice.v1.ResetWorkflowExecutionRequest;
import io.temporal.client.WorkflowException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import norn.bench.Sleep;
import norn.bench.injection.SmallVolume;
import norn.client.Answers;
import norn.client.ChecklistQueries;
import norn.client.Connection;
import norn.client.Ending;
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

    /** People who know that what failed will go once more; what a fault has left in the logs stays there, and they have read it. */
    static final UnaryOperator<SimulatedChoice> RETRY_FAILURES =
            choice -> choice.item().id().equals("check-logs")
                    ? choice.with("SKIP")
                    : choice.item().choices().contains("RETRY") ? choice.with("RETRY") : choice;

    private static final Duration TIMEOUT = Duration.ofMinutes(6);
    private static final Duration POLL = Duration.ofMillis(100);

    private final NornHome home;
    private final Rehearsal rehearsal;
    private final Connection connection;
    private final List<SmallVolume> volumes = new ArrayList<>();

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

    /**
     * The volumes that may be filled, each with that much room: of the backups, the releases, the services' logs, the database and
     * Norn's records. The sandbox is stopped while they are made.
     */
    List<SmallVolume> onSmallVolumes(long roomBytes) {
        if (volumes.isEmpty()) {
            var sandbox = rehearsal.sandbox();
            var description = sandbox.description();
            sandbox.stop();
            for (var folder : List.of(
                    description.database().dataDirectory(),
                    description.backups(),
                    description.releases(),
                    description.logs(),
                    home.path().resolve("records"))) {
                volumes.add(SmallVolume.of(folder, roomBytes));
            }
            sandbox.start();
        }
        return volumes;
    }

    /** That of the backups among them. */
    SmallVolume backupsVolume(long roomBytes) {
        return onSmallVolumes(roomBytes).get(1);
    }

    /** The database's among them. */
    SmallVolume databaseVolume() {
        return volumes.get(0);
    }

    /** Starts a deployment of the new release that is nothing but its day. */
    void startDay(String id) {
        start(id, List.of("deployment-day"));
    }

    /** Starts a deployment of the new release with those phases. */
    void start(String id, List<String> phases) {
        var release = rehearsal.sandbox().description().newRelease();
        Runs.start(connection, id, StartRequest.deployment(release, ENVIRONMENT).phases(phases));
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

    /** Answers whatever waits, until that has struck. */
    void answerUntilStruck(String id, StepStriker striker) {
        var answers = new SimulatedAnswers(connection, id);
        await("the fault that strikes " + id, () -> {
            var checklist = checklist(id);
            striker.accept(checklist);
            if (!striker.instants().isEmpty()) {
                return true;
            }
            answers.answer(checklist);
            return false;
        });
    }

    /**
     * Answers what waits, and goes on without what fails, until a failure holds some of these words, or the run has its final status;
     * what that says.
     */
    String skipUntilFailed(String id, List<String> words) {
        var answers = new SimulatedAnswers(
                connection, id, choice -> choice.item().choices().contains("SKIP") ? choice.with("SKIP") : choice);
        var said = new AtomicReference<Optional<String>>(Optional.empty());
        await("a failure of " + id, () -> {
            var checklist = checklist(id);
            var failed = checklist.waiting().stream()
                    .filter(item -> item.kind().equals("failure"))
                    .map(item -> item.id() + ": " + item.detail())
                    .filter(failure -> words.stream().anyMatch(failure::contains))
                    .findFirst()
                    .or(() -> Optional.of(checklist.status()).filter(Ending::isFinal));
            if (failed.isEmpty()) {
                answers.answer(checklist);
            }
            said.set(failed);
            return failed.isPresent();
        });
        return Objects.requireNonNull(said.get()).orElseThrow();
    }

    /** Resets the run to its first workflow task, as a button of the Temporal UI does. */
    void reset(String id) {
        var run = connection.workflow(id).describe().getExecution();
        var first = connection.client().fetchHistory(id).getEvents().stream()
                .filter(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)
                .findFirst()
                .orElseThrow();
        connection
                .client()
                .getWorkflowServiceStubs()
                .blockingStub()
                .resetWorkflowExecution(ResetWorkflowExecutionRequest.newBuilder()
                        .setNamespace(connection.client().getOptions().getNamespace())
                        .setWorkflowExecution(
                                WorkflowExecution.newBuilder().setWorkflowId(id).setRunId(run.getRunId()))
                        .setReason("somebody in a hurry")
                        .setRequestId(UUID.randomUUID().toString())
                        .setWorkflowTaskFinishEventId(first.getEventId())
                        .build());
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
        return dayAndBack(id, choice -> choice, fault);
    }

    /** The same, where people choose what {@code override} says before that. */
    DayEnd dayAndBack(String id, UnaryOperator<SimulatedChoice> override, Consumer<Checklist> fault) {
        startDay(id);
        var end = follow(id, choice -> NO_GO_AT_GO_LIVE.apply(override.apply(choice)), fault);
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

    /** Says NO_GO at the next gate of a deployment. */
    @CanIgnoreReturnValue
    DayEnd abandon(String id) {
        return follow(
                id, choice -> choice.item().kind().equals("gate") ? choice.with("NO_GO") : choice, checklist -> {});
    }

    /** The processes of the services, as their own files note them. */
    List<Long> servicePids() {
        return rehearsal.sandbox().description().services().values().stream()
                .flatMap(service -> Witnesses.lines(service.pidFile()).stream().limit(1))
                .map(note -> Long.parseLong(note.substring(0, note.indexOf(' '))))
                .toList();
    }

    /** Whether the old release is the active one. */
    boolean servesOld() {
        var description = rehearsal.sandbox().description();
        try {
            return description.active().toRealPath().endsWith(description.oldRelease());
        } catch (IOException gone) {
            return false;
        }
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
        killServer();
        Sleep.of(down);
        startServer();
    }

    /** Kills the Temporal server with -9. */
    void killServer() {
        var killed = LocalServer.find(home.path()).orElseThrow();
        ProcessHandle.of(killed.process().pid()).orElseThrow().destroyForcibly();
        await("the end of the server", () -> !killed.process().isRunning());
    }

    /** Starts the Temporal server where it listened before, over what data there are. */
    void startServer() {
        LocalServer.start(home.path(), new PrintStream(PrintStream.nullOutputStream()));
    }

    /** Whether the next day cannot begin; it is abandoned before its first change. */
    boolean isBlocked(String id) {
        startDay(id);
        answerUntil(id, "shut-down");
        abandon(id);
        return !checklist(id).status().equals("ABANDONED");
    }

    @Override
    public void close() {
        connection.close();
        Rehearsal.stopAll(home);
        volumes.forEach(SmallVolume::unmount);
    }
}
