package norn.deployment;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import norn.engine.Begin;
import norn.engine.Command;
import norn.engine.Facts;
import norn.journal.Journal;
import norn.journal.PhaseOutcome;
import norn.journal.Status;
import norn.plan.Plan;
import norn.plan.PlanRequest;
import norn.plan.Start;
import norn.runbook.PhaseName;
import org.jspecify.annotations.Nullable;

/** The course of a deployment: plan, prepare, lock, day, rollback if need be, unlock, watch, report. It has no rules. */
final class Course {
    /** The signal by which a deployment that has gone live ends the watch of the one before. */
    static final String SUPERSEDE = "supersede";

    private static final Duration PLANNING = Duration.ofMinutes(1);
    private static final Duration BETWEEN_WATCH_TRIES = Duration.ofSeconds(1);
    private static final int MOST_WATCH_TRIES = 30;
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(10);
    /** How often a watch that rests looks whether the one that it rests for is still there. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(2);

    private final Start start;
    private final Chronicle chronicle;
    private final Switchboard switchboard;
    private final LockHolder lock;
    private final LockHolder watch;
    private final EarlierWatch earlier;
    private final Lineage lineage = new Lineage();
    private final Instant startedAt = Clock.now();
    private @Nullable String supersededBy;
    private @Nullable String restsFor;
    private Hold hold = new Hold(0, false);

    Course(Start start, Chronicle chronicle, Switchboard switchboard) {
        this.start = start;
        this.chronicle = chronicle;
        this.switchboard = switchboard;
        lock = LockHolder.ofEnvironment(start.environment(), start.release());
        watch = LockHolder.ofWatch(start.environment(), start.release());
        earlier = new EarlierWatch(start.environment());
    }

    /** Runs the deployment to its end. */
    Result run() {
        chronicle.show();
        var plan = plan();
        chronicle.plan(plan);
        var end = end(plan);
        var known = chronicle.result();
        if (known == null) conclude(end);
        else keep();
        switchboard.close(end.status() + (end.reason().isEmpty() ? "" : ", " + end.reason()));
        Workflow.await(Workflow::isEveryHandlerFinished);
        return concluded();
    }

    private End end(Plan plan) {
        if (start.wants(PhaseName.PRE_DEPLOYMENT)) {
            var prepared = phase(plan, PhaseName.PRE_DEPLOYMENT, null);
            if (prepared.kind() != PhaseOutcome.Kind.COMPLETED) return End.abandoned(prepared.reason());
        }
        if (start.wants(PhaseName.DEPLOYMENT_DAY)) {
            var stopped = day(plan);
            if (stopped != null) return stopped;
        }
        if (start.wants(PhaseName.POST_DEPLOYMENT)) return watch(plan);
        return chronicle.flawless() ? new End(Status.SUCCESSFUL, "") : new End(Status.PARTIAL, "");
    }

    /** D-Day under the lock; null where it went live, and stayed. */
    private @Nullable End day(Plan plan) {
        lineage.check(ids());
        var taken = lock.acquire();
        if (taken.isPresent())
            return End.abandoned("%s is held by %s"
                    .formatted(start.environment(), taken.get().who()));
        earlier.hold();
        var end = fencedDay(plan);
        earlier.goOn();
        lock.release();
        return end;
    }

    private @Nullable End fencedDay(Plan plan) {
        try {
            hold = Fencing.take(plan);
        } catch (ActivityFailure failure) {
            return End.abandoned(Fencing.untaken(plan, failure));
        }
        return dayEnd(plan, phase(plan, PhaseName.DEPLOYMENT_DAY, null));
    }

    private @Nullable End dayEnd(Plan plan, PhaseOutcome day) {
        return switch (day.kind()) {
            case COMPLETED -> null;
            case ROLL_BACK -> {
                var end = lock.isLost() ? rollBackWithLock(plan, day) : rollBack(plan, day);
                yield mayGoOn(plan, end) ? dayEnd(plan, goOn(plan, PhaseName.DEPLOYMENT_DAY, end.reason())) : end;
            }
            case ENDED_EARLY -> new End(Status.PARTIAL, day.reason());
            case STOPPED, GIVEN_UP -> End.abandoned(day.reason());
        };
    }

    private End watch(Plan plan) {
        if (switchboard.stopped() != null) return new End(Status.PARTIAL, switchboard.stopped());
        takeWatch();
        return watchEnd(plan, phase(plan, PhaseName.POST_DEPLOYMENT, null));
    }

    /** The watch before ends within moments of this go-live; one that does not is no reason not to watch. */
    private void takeWatch() {
        for (var tries = 0; tries < MOST_WATCH_TRIES && watch.acquire().isPresent(); tries++)
            Wait.during(BETWEEN_WATCH_TRIES, "until the watch before has ended");
    }

    private End watchEnd(Plan plan, PhaseOutcome watched) {
        watch.release();
        return switch (watched.kind()) {
            case COMPLETED ->
                chronicle.flawless()
                        ? new End(Status.SUCCESSFUL, watched.reason())
                        : new End(Status.PARTIAL, watched.reason());
            case ROLL_BACK -> {
                var end = rollBackWithLock(plan, watched);
                lock.release();
                if (!mayGoOn(plan, end)) yield end;
                takeWatch();
                yield watchEnd(plan, goOn(plan, PhaseName.POST_DEPLOYMENT, end.reason()));
            }
            case STOPPED, ENDED_EARLY, GIVEN_UP -> new End(Status.PARTIAL, watched.reason());
        };
    }

    /** Whether the rollback ended without having been agreed to, and nothing else wants the deployment to end. */
    private boolean mayGoOn(Plan plan, End rollback) {
        return plan.rules() >= 2
                && rollback.status() == Status.PARTIAL
                && supersededBy == null
                && switchboard.stopped() == null;
    }

    private PhaseOutcome goOn(Plan plan, PhaseName name, String reason) {
        chronicle.goesOn(name);
        var told = chronicle.entries(name);
        var from = input(plan, name, null);
        var goingOn = new PhaseInput(
                from.plan(), from.begin(), from.fence(), new Journal(name, told), told.size(), null, reason);
        return live(name, goingOn, null);
    }

    /** While another has the environment, people are paged, and the rollback waits. */
    private End rollBackWithLock(Plan plan, PhaseOutcome cause) {
        switchboard.disconnect("the rollback waits for the lock");
        var calls = new ActivityCalls(plan, Workflow.getInfo().getWorkflowId(), PhaseName.ROLLBACK, 0);
        var pages = 1_000;
        for (var taken = lock.acquire(); taken.isPresent(); taken = lock.acquire()) {
            if (supersededBy != null) return new End(Status.PARTIAL, "superseded by " + supersededBy);
            if (pages % 60 == 40)
                calls.page(
                        new Command.Page(
                                "lock",
                                "A rollback of %s waits (%s): %s holds the environment."
                                        .formatted(
                                                start.environment(),
                                                cause.reason(),
                                                taken.get().who())),
                        pages);
            pages++;
            Wait.until(() -> supersededBy != null, BETWEEN_TRIES, "until the lock is tried again");
        }
        if (supersededBy != null) return new End(Status.PARTIAL, "superseded by " + supersededBy);
        hold = Fencing.insist(plan);
        return rollBack(plan, cause);
    }

    /** With the proof the lock ends and the status is final; the phase goes on for what is left to do. */
    private End rollBack(Plan plan, PhaseOutcome cause) {
        var outcome = phase(plan, PhaseName.ROLLBACK, cause);
        return rolledBack(outcome, cause);
    }

    private End rolledBack(PhaseOutcome outcome, PhaseOutcome cause) {
        if (isProven() || outcome.kind() == PhaseOutcome.Kind.COMPLETED)
            return new End(Status.ROLLED_BACK, cause.reason());
        // Nobody agreed to its price: the release stays as it is.
        if (outcome.kind() == PhaseOutcome.Kind.STOPPED) return new End(Status.PARTIAL, outcome.reason());
        return new End(Status.ROLLBACK_FAILED, outcome.reason().isEmpty() ? cause.reason() : outcome.reason());
    }

    private boolean isProven() {
        var plan = chronicle.plan();
        return plan != null
                && News.proven(plan.runbook().phase(PhaseName.ROLLBACK), chronicle.entries(PhaseName.ROLLBACK));
    }

    private PhaseOutcome phase(Plan plan, PhaseName name, @Nullable PhaseOutcome cause) {
        lineage.check(ids());
        var stopped = switchboard.stopped();
        if (stopped != null && name != PhaseName.ROLLBACK)
            return new PhaseOutcome(PhaseOutcome.Kind.STOPPED, stopped, null, true, null);
        chronicle.begins(name);
        return live(name, input(plan, name, cause), cause);
    }

    private PhaseOutcome live(PhaseName name, PhaseInput input, @Nullable PhaseOutcome cause) {
        var child = PhaseChild.start(name, input);
        switchboard.connect(name);
        if (switchboard.stopped() != null && name != PhaseName.ROLLBACK) switchboard.stop(switchboard.stopped());
        while (!child.isOver()) {
            awaitNews(() -> child.isOver()
                    || switchboard.hasErrands()
                    || lock.isLost()
                    || isProofNews(cause)
                    || isGoLiveNews());
            switchboard.runErrands();
            if (lock.isLost()) regain(child, input.plan());
            if (isGoLiveNews()) earlier.supersede();
            if (cause != null && isProofNews(cause)) {
                earlier.goOn();
                lock.release();
                conclude(new End(Status.ROLLED_BACK, cause.reason()));
            }
        }
        switchboard.disconnect(name + " is over");
        var result = child.result();
        if (result != null) chronicle.add(result.rest());
        chronicle.ends(name);
        if (isGoLiveNews()) earlier.supersede();
        if (name == PhaseName.PRE_DEPLOYMENT || name == PhaseName.DEPLOYMENT_DAY) keep();
        var outcome = result == null ? chronicle.outcome(name) : result.outcome();
        return outcome == null ? Outcomes.byForce(name, changed(), chronicle.goLiveAt() != null) : outcome;
    }

    /** Waits; while the phase rests for another deployment, that one's end is news too. */
    private void awaitNews(Supplier<Boolean> news) {
        var other = restsFor;
        if (other == null) Workflow.await(() -> news.get() || restsFor != null);
        else if (!Wait.until(() -> news.get() || restsFor == null, BETWEEN_LOOKS, "until the holder is looked at again")
                && Runs.look(LockHolder.environmentId(start.environment())).free()) goOn(other);
    }

    private boolean isProofNews(@Nullable PhaseOutcome cause) {
        return cause != null && chronicle.result() == null && isProven();
    }

    private boolean isGoLiveNews() {
        return earlier.isHeld() && chronicle.goLiveAt() != null;
    }

    /** A lock that somebody ended is taken again before anything else; while another has it, nothing new begins. */
    private void regain(PhaseChild child, Plan plan) {
        var taken = lock.acquire();
        if (taken.isEmpty()) return;
        switchboard.toPhase(PhaseWorkflow.HOLD, taken.get().who());
        switchboard.runErrands();
        while (!child.isOver() && lock.acquire().isPresent()) {
            Wait.until(
                    () -> child.isOver() || switchboard.hasErrands(), BETWEEN_TRIES, "until the lock is tried again");
            switchboard.runErrands();
        }
        if (lock.isLost()) return;
        hold = Fencing.insist(plan); // whoever had the lock meanwhile has raised it
        switchboard.toPhase(PhaseWorkflow.FENCE, hold.fence());
        switchboard.toPhase(PhaseWorkflow.GO_ON, taken.get().who());
        switchboard.runErrands();
    }

    /** Another deployment is about to change the environment: the watch rests. */
    void hold(String by) {
        restsFor = by;
        switchboard.toPhase(PhaseWorkflow.HOLD, by);
    }

    /** That one has not gone live. */
    void goOn(String by) {
        restsFor = null;
        switchboard.toPhase(PhaseWorkflow.GO_ON, by);
    }

    private PhaseInput input(Plan plan, PhaseName name, @Nullable PhaseOutcome cause) {
        var t0 = chronicle.t0() == null ? start.t0() : chronicle.t0();
        var begin = new Begin(
                name,
                Workflow.getInfo().getWorkflowId(),
                t0,
                chronicle.goLiveAt(),
                changed(),
                switchboard.keptFor(plan, name),
                cause,
                Facts.of(plan, name, chronicle.journals()));
        var needsFence = name == PhaseName.DEPLOYMENT_DAY || name == PhaseName.ROLLBACK;
        var to = cause == null ? null : cause.to();
        return new PhaseInput(plan.only(name).backTo(to), begin, needsFence ? hold.fence() : 0, null, 0, to, null);
    }

    /** By this run as it knows itself, or by one before its reset, as the hosts know. */
    private boolean changed() {
        return chronicle.changed() || hold.changed();
    }

    /** Another deployment has gone live: this one's watch is over. */
    void supersede(String by) {
        supersededBy = by;
        restsFor = null;
        switchboard.toPhase(PhaseWorkflow.STOP, "superseded by " + by);
    }

    private Plan plan() {
        var id = Workflow.getInfo().getWorkflowId();
        try {
            return ActivityCalls.norn(Workflow.getInfo().getTaskQueue(), "make the plan", PLANNING)
                    .makePlan(new PlanRequest(
                            id,
                            start.environment(),
                            start.release(),
                            start.phases(),
                            start.t0(),
                            Workflow.getInfo().getOriginalExecutionRunId(),
                            null));
        } catch (ActivityFailure failure) {
            switchboard.close("no plan could be made");
            if (!(failure.getCause() instanceof ApplicationFailure said)) throw failure;
            chronicle.fails(said.getOriginalMessage());
            throw StartFailure.of(said.getOriginalMessage(), said.getType());
        }
    }

    /** The status is final from here on; the record on disk says so too. */
    private void conclude(End end) {
        chronicle.conclude(Outcomes.result(
                end,
                chronicle.plan(),
                start.environment(),
                start.release(),
                chronicle.journals(),
                startedAt,
                Clock.now(),
                null));
        var report = keep();
        if (report != null) chronicle.conclude(concluded().reported(report));
    }

    private Result concluded() {
        var result = chronicle.result();
        if (result == null) throw new IllegalStateException("the deployment has not been concluded");
        return result;
    }

    /** Writes the record as it stands, and returns where its report lies; null where it could not be written. */
    private @Nullable String keep() {
        try {
            return ActivityCalls.keeping(Workflow.getInfo().getTaskQueue())
                    .keepRecord(new NornActivities.Keep(
                            Workflow.getInfo().getWorkflowId(), start.environment(), chronicle.result()));
        } catch (ActivityFailure failure) {
            Workflow.getLogger(Course.class).warn("event=record-not-kept reason={}", failure.getMessage());
            return null;
        }
    }

    private List<String> ids() {
        var ids = new ArrayList<>(
                Arrays.stream(PhaseName.values()).map(PhaseChild::id).toList());
        ids.add(LockHolder.environmentId(start.environment()));
        ids.add(LockHolder.watchId(start.environment()));
        return ids;
    }
}
