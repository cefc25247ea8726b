package norn.local.rollback;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import norn.action.ActionFailed;
import norn.action.run.HostLock;
import norn.client.Answers;
import norn.client.MessageRefused;
import norn.client.MessageTarget;
import norn.client.OutgoingMessage;
import norn.client.ProgressListener;
import norn.client.RequestFailed;
import norn.deployment.ResultBuilder;
import norn.engine.Command;
import norn.engine.PhaseContext;
import norn.engine.PhaseEngine;
import norn.environment.Host;
import norn.files.LenientJson;
import norn.local.FileErrorText;
import norn.message.MessageReader;
import norn.message.Messages.MessageAnswer;
import norn.message.UnreadableInput;
import norn.phase.OrderContexts;
import norn.phase.PhaseInput;
import norn.plan.Plan;
import norn.plan.PlanRequest;
import norn.plan.RollbackStart;
import norn.report.Checklist;
import norn.run.FenceGrant;
import norn.run.PhaseOrders;
import norn.run.Result;
import norn.run.RunSnapshot;
import norn.runbook.PhaseName;
import norn.state.Event;
import norn.state.PhaseOutcome;
import norn.state.Status;
import norn.worker.HostEnvironments;
import norn.worker.HostFence;
import norn.worker.RecordWriter;
import norn.worker.RunAnswers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A rollback that a person runs on this host, with the same runbook, engine, actions and locks as any, and no server: for the night on
 * which Temporal is gone. It raises the fence first, so that a deployment of a server that comes back may change nothing more. Nothing
 * of it is needed to run it once more: it begins with a survey of what is.
 */
public final class LocalRollback implements Command.Driver, MessageTarget {
    private static final Logger LOG = LoggerFactory.getLogger(LocalRollback.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private final String id;
    private final RollbackStart start;
    private final Host host;
    private final Plan plan;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final LocalActions actions;
    private @Nullable Driven driven;
    private @Nullable PhaseOutcome outcome;
    private @Nullable String reportProblem;
    private int sent;

    /** The phase that runs: its rules, and how its orders are made. */
    private record Driven(PhaseEngine engine, OrderContexts contexts, PhaseOrders orders) {}

    /**
     * Plans it.
     *
     * @throws RequestFailed where this host alone cannot do it
     */
    public LocalRollback(String id, RollbackStart start, HostEnvironments environments) {
        this.id = id;
        this.start = start;
        host = environments.host(start.environment());
        plan = environments.plan(PlanRequest.ofRollback(id, start.environment(), start.to()));
        if (!plan.policy().hosts().isEmpty()) {
            throw RequestFailed.invalid(
                    "%s has components on other hosts (%s): this host alone cannot roll them back"
                            .formatted(
                                    start.environment(),
                                    String.join(", ", plan.policy().hosts().keySet())),
                    "Run it with a Temporal server, and a worker on each host.");
        }
        actions = new LocalActions(host, events::add);
    }

    /**
     * Has that rollback be the only one that runs on this host without a server, until the lock is closed, or this process ends.
     *
     * @throws ActionFailed {@code RollbackRuns} where another one is
     */
    public static HostLock takeTurn(Host host, String id) {
        var file = host.records().resolve("rollback.lock");
        var turn = HostLock.tryAcquire(file, false).orElseThrow(() -> alreadyRuns(host, file));
        try {
            turn.note("%s, process %d, since %s"
                    .formatted(id, ProcessHandle.current().pid(), Instant.now().truncatedTo(ChronoUnit.SECONDS)));
        } catch (UncheckedIOException unwritable) {
            LOG.warn("event=rollback-not-noted reason={}", unwritable.getMessage());
        }
        return turn;
    }

    private static ActionFailed alreadyRuns(Host host, Path file) {
        return new ActionFailed(
                "RollbackRuns",
                "%s is being rolled back on this host already: %s"
                        .formatted(
                                host.environment(),
                                HostLock.noted(file).orElse("by a process that has noted nothing of itself")),
                "Go on in its terminal. If nobody has that any more, end the process: then this command goes on from"
                        + " what is.",
                false);
    }

    /**
     * Runs it to its proof, or its end.
     *
     * @param answers of the person at the terminal
     * @throws InterruptedException where the person ends it: run once more, it goes on from what is
     */
    public Result run(ProgressListener listener, Answers answers) throws InterruptedException {
        var startedAt = Instant.now();
        var grant = takeFence();
        var context = PhaseContext.of(PhaseName.ROLLBACK, id)
                .withCause(PhaseOutcome.rollBack(start.reason(), start.mode()).orderedBy(start.by()));
        var input = PhaseInput.start(plan, context, grant).backTo(start.to());
        var engine = input.engine(startedAt);
        driven = new Driven(
                engine, new OrderContexts(input), new PhaseOrders(input.plan(), id, PhaseName.ROLLBACK, grant.fence()));
        try (actions) {
            while (outcome == null) {
                for (var command : engine.next(Instant.now())) {
                    command.dispatch(this);
                }
                var now = Instant.now();
                var checklist = snapshot(engine).checklist(now);
                listener.checklist(checklist, now);
                if (outcome == null && !onlyPeopleAreLeft(engine, checklist)) {
                    answers.answer(checklist);
                    take(engine);
                } else if (outcome == null) {
                    outcome = PhaseOutcome.endedEarly("what is left to do after the proof is for people")
                            .byRule();
                }
            }
        } finally {
            listener.end();
            if (outcome == null) { // else it is saved with its result
                save(engine, null);
            }
        }
        var result = ResultBuilder.ofLocalRollback(
                status(engine), reason(engine), plan, engine.journal(), startedAt, Instant.now());
        return save(engine, result).map(result::withReport).orElse(result);
    }

    /** From here on, whoever had the environment may begin nothing more; what it has begun must come to its end. */
    private FenceGrant takeFence() {
        try {
            return HostFence.take(host, id, 0);
        } catch (ActionFailed stillActing) {
            throw new ActionFailed(
                    stillActing.error(),
                    String.valueOf(stillActing.getMessage()),
                    "It may begin nothing more. Wait until it has ended, or end its process if it hangs, then type the"
                            + " same command again.",
                    stillActing.retryable());
        }
    }

    /** Why no report could be written; empty where one was, or none is due yet. */
    public Optional<String> reportProblem() {
        return Optional.ofNullable(reportProblem);
    }

    /** The release is back, and proven to be: a run with a server stays open for what people still have to do. */
    private boolean onlyPeopleAreLeft(PhaseEngine engine, Checklist checklist) {
        return engine.state().isRolledBack()
                && actions.isEmpty()
                && events.isEmpty()
                && checklist.waiting().stream().allMatch(item -> item.kind().equals("step"));
    }

    /** Waits a little for actions to end, and records how. */
    private void take(PhaseEngine engine) throws InterruptedException {
        for (var event = events.poll(POLL.toMillis(), TimeUnit.MILLISECONDS); event != null; event = events.poll()) {
            if (event instanceof Event.StepSucceeded done) {
                actions.ended(done.step(), done.attempt());
            } else if (event instanceof Event.StepFailed failed) {
                actions.ended(failed.step(), failed.attempt());
            }
            engine.record(event, Instant.now());
        }
    }

    private Status status(PhaseEngine engine) {
        if (engine.state().isRolledBack()) {
            return Status.ROLLED_BACK;
        }
        var kind = outcome == null ? PhaseOutcome.Kind.GIVEN_UP : outcome.kind();
        return switch (kind) {
            case STOPPED -> Status.ABANDONED;
            case COMPLETED -> Status.ROLLED_BACK;
            case ROLL_BACK, ENDED_EARLY, GIVEN_UP -> Status.ROLLBACK_FAILED;
        };
    }

    private String reason(PhaseEngine engine) {
        return status(engine) == Status.ROLLED_BACK || outcome == null ? start.reason() : outcome.reason();
    }

    private RunSnapshot snapshot(PhaseEngine engine) {
        var status = outcome == null && !engine.state().isRolledBack()
                ? engine.state().status()
                : status(engine);
        return RunSnapshot.ofPhase(id, plan, engine.journal(), status);
    }

    /** Where the report lies; empty where none can be written: what was done, and proven, is so all the same. */
    private Optional<String> save(PhaseEngine engine, @Nullable Result result) {
        var now = Instant.now();
        var snapshot = snapshot(engine);
        try {
            return Optional.of(RecordWriter.write(
                            host,
                            id,
                            LenientJson.toTree(snapshot.runRecord()),
                            LenientJson.toTree(snapshot.answer(now)),
                            snapshot.report(now),
                            result)
                    .toString());
        } catch (UncheckedIOException unwritable) {
            var cause = unwritable.getCause();
            reportProblem = cause == null
                    ? String.valueOf(unwritable.getMessage())
                    : "%s (%s)".formatted(unwritable.getMessage(), FileErrorText.of(cause));
            return Optional.empty();
        }
    }

    @Override
    public MessageAnswer send(String deployment, OutgoingMessage message) {
        try {
            var read = MessageReader.read(
                    message.name(), LenientJson.toTree(message.payload()).deepCopy());
            var answer = driven().engine().accept(read, Instant.now());
            if (!answer.accepted()) {
                throw MessageRefused.by(answer.text());
            }
            return new MessageAnswer(true, answer.text());
        } catch (UnreadableInput unreadable) {
            throw MessageRefused.by(String.valueOf(unreadable.getMessage()));
        }
    }

    private Driven driven() {
        var running = driven;
        if (running == null) {
            throw RequestFailed.invalid("the rollback has not begun", "Wait until it asks.");
        }
        return running;
    }

    @Override
    public void on(Command.StartAction command) {
        var running = driven();
        var engine = running.engine();
        var order = running.orders().of(command, running.contexts().of(engine.state(), engine.journal()));
        var now = Instant.now();
        actions.start(
                command,
                RunAnswers.fillIn(command.action().name(), order, (query, type) -> answer(engine, query, now)));
    }

    /** What it answers to the queries that any run answers. */
    private Object answer(PhaseEngine engine, String query, Instant now) {
        var snapshot = snapshot(engine);
        return switch (query) {
            case "report" -> snapshot.report(now);
            case "checklist" -> LenientJson.value(LenientJson.toTree(snapshot.answer(now)), LinkedHashMap.class);
            default -> throw new IllegalArgumentException(query + ": no query of a rollback without a server");
        };
    }

    @Override
    public void on(Command.CancelAction command) {
        actions.cancel(command);
    }

    @Override
    public void on(Command.WakeAt command) {} // it looks at the clock all the time

    @Override
    public void on(Command.Page command) {
        actions.send("page", driven().orders().of(command, ++sent));
    }

    @Override
    public void on(Command.Tell command) {
        actions.send("notify", driven().orders().of(command, ++sent));
    }

    @Override
    public void on(Command.Finish command) {
        outcome = command.outcome();
    }
}
