package norn.phase;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.Optional;
import norn.engine.Answer;
import norn.engine.Command;
import norn.engine.PhaseEngine;
import norn.message.Message;
import norn.message.MessageHandlers;
import norn.message.Messages;
import norn.plan.OpeningGate;
import norn.plan.Plan;
import norn.run.ActivityCalls;
import norn.run.Clock;
import norn.run.CurrentDetails;
import norn.run.FenceGrant;
import norn.run.Limits;
import norn.run.RunSnapshot;
import norn.run.WakeUpTimer;
import norn.runbook.Phase;
import norn.runbook.PhaseName;
import norn.state.Event;
import norn.state.Evidence;
import norn.state.Journal;
import norn.state.PhaseOutcome;
import norn.state.Status;
import org.jspecify.annotations.Nullable;

/**
 * Runs one phase: what its engine commands becomes activities, timers and pages, and what happens is recorded with it. One
 * workflow thread, whatever the number of steps. It has no rules.
 */
public final class PhaseRun implements Command.Driver, MessageHandlers.MessageReceiver {
    private final PhaseInput input;
    private final Plan plan;
    private final Phase phase;
    private final PhaseEngine engine;
    private final PhaseOwner owner;
    private final RunningActions actions;
    private final WakeUpTimer timer = new WakeUpTimer(this::wakeUp);
    private final HostFences fences;
    private ActivityCalls calls;
    private boolean wokenUp = true;
    private int pageCount;
    private int noticeCount;
    /** Whether its orders bear a fence; what needs none counts as held. */
    private boolean holdsEnvironment;

    private @Nullable Instant confirmedAt;

    private @Nullable Instant provenAt;
    private @Nullable PhaseOutcome outcome;

    /** Who runs the phase. */
    public interface PhaseOwner {
        /** Something may have changed; called often. */
        void onChange();

        /** Something may be started now; called before each time. May wait. */
        default void beforeStarting() {}

        /** The rollback is proven, and users are in again: the status is final. */
        default void onProven() {}

        /** Takes the environment for the phase; empty, or why it cannot be had. May wait. */
        default Optional<String> takeEnvironment() {
            return Optional.empty();
        }

        /** Whether the phase should continue in a fresh history; asked only while no action runs. */
        default boolean wantsFreshHistory() {
            return false;
        }
    }

    /** A phase that starts, or continues, from that input. */
    public PhaseRun(PhaseInput input, PhaseOwner owner) {
        this.input = input;
        this.owner = owner;
        plan = input.plan();
        phase = plan.runbook().phase(input.context().phase());
        engine = input.engine(Clock.now());
        calls = calls(input.fence());
        fences = new HostFences(plan, input.context().deployment(), input.fence(), input.unfencedHosts(), this::raised);
        holdsEnvironment = input.fence() > 0;
        pageCount = input.pagesBefore() == null ? 0 : input.pagesBefore();
        actions = new RunningActions(engine, new OrderContexts(input), calls, fences, this::record, this::wakeUp);
        if (PhaseEngine.DRIVER.equals(engine.state().pausedBy())) {
            actions.suspend();
        }
    }

    private ActivityCalls calls(long fence) {
        return ActivityCalls.ofPhase(plan, input.context().deployment(), phase.name(), fence);
    }

    /** Runs until the phase is over, and returns how it ended; empty where it is to continue in a fresh history. */
    public Optional<PhaseOutcome> run() {
        engine.running().forEach(this::on);
        while (outcome == null) {
            wokenUp = false;
            owner.beforeStarting();
            doWhatIsCommanded();
            noticeProof();
            owner.onChange();
            if (outcome == null) {
                if (actions.isEmpty() && owner.wantsFreshHistory()) {
                    return Optional.empty();
                }
                Workflow.await(() -> wokenUp);
                closeOnceOpenLongEnough();
            }
        }
        timer.stop();
        actions.cancelAll();
        return Optional.of(outcome);
    }

    private void doWhatIsCommanded() {
        if (actions.isSuspended() && engine.state().ending() == null) {
            actions.interrupt();
        } else {
            for (var command : engine.next(Clock.now())) {
                command.dispatch(this);
            }
        }
    }

    private void noticeProof() {
        var isNew = provenAt == null
                && phase.name() == PhaseName.ROLLBACK
                && engine.state().isRolledBack();
        if (isNew) {
            provenAt = Clock.now();
        }
        if (provenAt != null) { // set each time, since an earlier timer may have fired
            timer.set(provenAt.plus(Limits.OPEN_AFTER_PROOF), "a day after the proof");
        }
        if (isNew) {
            owner.onProven();
        }
    }

    private void closeOnceOpenLongEnough() {
        if (provenAt != null && !Clock.now().isBefore(provenAt.plus(Limits.OPEN_AFTER_PROOF))) {
            outcome =
                    PhaseOutcome.endedEarly("a day has passed since the proof").byRule();
        }
    }

    private void wakeUp() {
        wokenUp = true;
    }

    private void record(Event event) {
        engine.record(event, Clock.now());
        wakeUp();
    }

    @Override
    public void on(Command.StartAction command) {
        actions.start(command);
    }

    @Override
    public void on(Command.CancelAction command) {
        actions.cancel(command);
    }

    @Override
    public void on(Command.WakeAt command) {
        timer.set(command.at(), command.why());
    }

    @Override
    public void on(Command.Page command) {
        logFailure(command.about(), calls.page(command, ++pageCount));
    }

    @Override
    public void on(Command.Tell command) {
        logFailure(command.about(), calls.tell(command, ++noticeCount));
    }

    private static void logFailure(String about, Promise<Evidence> page) {
        page.handle((evidence, failure) -> {
            if (failure != null) {
                Workflow.getLogger(PhaseRun.class)
                        .warn("event=page-failed about={} reason={}", about, failure.getMessage());
            }
            return null;
        });
    }

    @Override
    public void on(Command.Finish command) {
        outcome = command.outcome();
    }

    /** Suspends the phase while {@code by} changes the environment. */
    void suspend(String by) {
        if (actions.isSuspended() || outcome != null) {
            return;
        }
        actions.suspend();
        record(new Event.Paused(PhaseEngine.DRIVER, "the environment is being changed by " + by));
    }

    /** Resumes it where it was, since {@code by} has not gone live. */
    void endSuspension(String by) {
        if (!actions.isSuspended() || outcome != null) {
            return;
        }
        record(new Event.Resumed(PhaseEngine.DRIVER, by + " has not gone live"));
        actions.resume();
        wakeUp();
    }

    /** Another run has taken its lock: nothing is started, and people are asked. */
    public void lockLost(String holder) {
        suspend(holder);
        if (outcome == null) {
            record(new Event.LockLost(holder));
        }
    }

    /** It has the lock again, and people let it go on. */
    public void lockRegained(String holder) {
        if (outcome != null) {
            return;
        }
        record(new Event.LockRegained(holder));
        if (actions.isSuspended()) {
            record(new Event.Resumed(PhaseEngine.DRIVER, "the lock is held again"));
            actions.resume();
            wakeUp();
        }
    }

    /** Whether people let it go on once it has the lock again. */
    public boolean mayGoOnOnceLocked() {
        var lost = engine.state().lostLock();
        return lost != null && lost.mayGoOn();
    }

    /** Whether it only waits for what still runs, or is over. */
    public boolean isEnding() {
        return engine.state().ending() != null || outcome != null;
    }

    /** Stops it where it stands, like a NO_GO. */
    public void stop(String reason) {
        if (outcome == null) {
            record(new Event.Cancelled(reason));
        }
    }

    /** From now on its orders bear that fence, which every host has raised. */
    void fence(long fence) {
        fence(FenceGrant.everywhere(fence, false));
    }

    /** From now on its orders bear that fence. */
    public void fence(FenceGrant grant) {
        fences.reset(grant);
        raised(grant.fence());
    }

    private void raised(long fence) {
        calls = calls(fence);
        actions.callBy(calls);
    }

    /** The deployment has taken the environment for this phase. */
    void environmentTaken(FenceGrant grant) {
        confirmedAt = Clock.now();
        if (holdsEnvironment || outcome != null) {
            return;
        }
        holdsEnvironment = true;
        fence(grant);
        record(new Event.EnvironmentTaken(grant.fence(), grant.changed()));
    }

    /** How many pages it has sent, with those of its runs before. */
    int pageCount() {
        return pageCount;
    }

    boolean holdsEnvironment() {
        return holdsEnvironment;
    }

    /** Whether its deployment has just confirmed that it has the environment, on every host. */
    boolean hasConfirmedEnvironment() {
        return confirmedAt != null && Clock.now().isBefore(confirmedAt.plus(Limits.ENVIRONMENT_CONFIRMED_FOR));
    }

    /**
     * Whether the message is a GO before which the environment is to be taken, with which the day begins; or before which each host is
     * asked whether it is there, as long as nothing is changed.
     */
    boolean needsEnvironment(Message message) {
        if (phase.name() != PhaseName.DEPLOYMENT_DAY
                || !(message instanceof Message.Decide decide)
                || decide.verdict() != Event.Verdict.GO
                || hasConfirmedEnvironment()) {
            return false;
        }
        var opening = OpeningGate.of(plan);
        if (opening.isEmpty()) {
            return false;
        }
        var asks = holdsEnvironment
                ? !engine.state().hasChanged() && !plan.policy().hosts().isEmpty()
                : opening.get().id().equals(decide.gate());
        return asks && engine.wouldOpen(decide, Clock.now());
    }

    @Override
    public Messages.MessageAnswer receive(Message message, ObjectNode payload) {
        if (needsEnvironment(message)) {
            owner.takeEnvironment().ifPresent(reason -> {
                recordRefusal(message.name(), message.by(), reason);
                throw new MessageHandlers.RecordedRefusal(reason);
            });
        }
        var answer = evaluate(message);
        if (!answer.accepted()) {
            throw new MessageHandlers.RecordedRefusal(answer.text());
        }
        return new Messages.MessageAnswer(true, answer.text());
    }

    /** What the engine answers to the message. */
    Answer evaluate(Message message) {
        var answer = engine.accept(message, Clock.now());
        wakeUp();
        return answer;
    }

    @Override
    public void recordRefusal(String message, @Nullable String by, String reason) {
        engine.refuse(message, by, reason, Clock.now());
        wakeUp();
    }

    /** The phase as it stands. */
    public RunSnapshot snapshot() {
        var status = provenAt == null ? engine.state().status() : Status.ROLLED_BACK;
        return RunSnapshot.ofPhase(input.context().deployment(), plan, engine.journal(), status);
    }

    /** Shows the state on the run's page. */
    void show() {
        CurrentDetails.showPhase(snapshot());
    }

    Phase phase() {
        return phase;
    }

    /** What has happened so far. */
    public Journal journal() {
        return engine.journal();
    }
}
