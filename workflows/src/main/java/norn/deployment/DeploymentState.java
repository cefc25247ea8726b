package norn.deployment;

import io.temporal.workflow.Async;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import norn.message.Message;
import norn.message.MessageHandlers;
import norn.plan.Plan;
import norn.report.Shortfalls;
import norn.report.SuccessAssessment;
import norn.run.Clock;
import norn.run.Limits;
import norn.run.Progress;
import norn.run.Result;
import norn.run.RunDisplay;
import norn.run.RunSnapshot;
import norn.runbook.PhaseName;
import norn.state.Event;
import norn.state.Finding;
import norn.state.Journal;
import norn.state.PhaseOutcome;
import norn.state.PhaseState;
import norn.state.RefusalCount;
import norn.state.Status;
import org.jspecify.annotations.Nullable;

/** What a deployment knows of itself: its plan, what its phases reported, what it refused, and its result. Each change is shown. */
final class DeploymentState {
    private final String deployment;
    private final String environment;
    private final String release;
    private final Map<PhaseName, List<Journal.Entry>> reported = new EnumMap<>(PhaseName.class);
    /** What the reports come to so far, so that no event is applied twice. */
    private final Map<PhaseName, PhaseState> states = new EnumMap<>(PhaseName.class);

    private final List<Progress> overtaking = new ArrayList<>();
    private final RefusalCount refusalCount = new RefusalCount();
    private final Map<PhaseName, List<Journal.Entry>> refused = new EnumMap<>(PhaseName.class);
    private final RunDisplay display = new RunDisplay();
    private @Nullable Plan plan;
    private @Nullable PhaseName phase;
    private boolean running;
    private @Nullable Result result;
    private boolean failed;
    /** Whether it is to be shown anew. */
    private boolean changed;

    DeploymentState(String deployment, String environment, String release) {
        this.deployment = deployment;
        this.environment = environment;
        this.release = release;
    }

    void plan(Plan made) {
        plan = made;
    }

    @Nullable
    Plan plan() {
        return plan;
    }

    String environment() {
        return environment;
    }

    String release() {
        return plan == null ? release : plan.release();
    }

    void phaseStarted(PhaseName name) {
        reported.remove(name); // a rollback may start twice, where nobody agreed to the first
        states.remove(name);
        overtaking.clear();
        phaseReopened(name);
    }

    /** The phase is resumed where it was. */
    void phaseReopened(PhaseName name) {
        phase = name;
        running = true;
        show();
    }

    void phaseEnded() {
        running = false;
        show();
    }

    /**
     * Takes what the running phase reports; entries that are known already are passed over. A report of any other phase comes from
     * before a reset, since the server brings an earlier run's signals to the new one.
     */
    void add(Progress progress) {
        if (!running || progress.phase() != phase) {
            return;
        }
        var entries = reported.computeIfAbsent(progress.phase(), name -> new ArrayList<>());
        var known = entries.size() - progress.from();
        if (known < 0) { // those before it are on their way, or the result brings them all
            keepForLater(progress);
            return;
        }
        if (known < progress.entries().size()) {
            var added = progress.entries().subList(known, progress.entries().size());
            entries.addAll(added);
            apply(progress.phase(), added);
        }
        takeOvertaking(entries.size());
        show();
    }

    /** Answers of a phase may overtake each other. */
    private void keepForLater(Progress progress) {
        if (overtaking.size() < Limits.MAX_PROGRESS_ENTRIES) {
            overtaking.add(progress);
        }
    }

    private void takeOvertaking(int known) {
        var next =
                overtaking.stream().filter(waiting -> waiting.from() <= known).toList();
        overtaking.removeAll(next);
        next.forEach(this::add);
    }

    private void apply(PhaseName name, List<Journal.Entry> entries) {
        if (plan != null) {
            var whole = plan;
            var state = states.computeIfAbsent(name, phaseName -> new PhaseState(whole.only(phaseName), phaseName));
            entries.forEach(state::apply);
        }
    }

    /** Records a message that changed nothing. */
    void refuse(String message, @Nullable String by, String reason) {
        var recorded =
                plan == null || plan.rules().boundsMessages() ? refusalCount.recorded(reason) : Optional.of(reason);
        recorded.ifPresent(text -> recordRefusal(message, by, text));
    }

    private void recordRefusal(String message, @Nullable String by, String reason) {
        refused.computeIfAbsent(phase == null ? PhaseName.PRE_DEPLOYMENT : phase, name -> new ArrayList<>())
                .add(new Journal.Entry(Clock.now(), new Event.Refused(message, by, reason)));
        show();
    }

    /** Records it too, and returns the refusal to throw. */
    MessageHandlers.RecordedRefusal refusal(Message message, String reason) {
        refuse(message.name(), message.by(), reason);
        return new MessageHandlers.RecordedRefusal(reason);
    }

    void conclude(Result end) {
        result = end;
        show();
    }

    /** The run fails before anything was changed. */
    void fail() {
        failed = true;
    }

    /** No plan could be made: the run fails. */
    void planningFailed(String why) {
        fail();
        display.showFailure(environment, release, why);
    }

    @Nullable
    Result result() {
        return result;
    }

    /** The journals of the phases so far, in their order, with what the deployment itself refused. */
    List<Journal> journals() {
        var journals = new ArrayList<Journal>();
        for (var name : PhaseName.values()) {
            var entries = new ArrayList<>(reported.getOrDefault(name, List.of()));
            entries.addAll(refused.getOrDefault(name, List.of()));
            entries.sort(Comparator.comparing(Journal.Entry::at));
            if (!entries.isEmpty()) {
                journals.add(new Journal(name, entries));
            }
        }
        return journals;
    }

    /** What a phase has reported so far. */
    List<Journal.Entry> entries(PhaseName name) {
        return reported.getOrDefault(name, List.of());
    }

    /** Where a phase stands, as far as it reported; null before it reported anything. */
    private @Nullable PhaseState state(PhaseName name) {
        return states.get(name);
    }

    private Stream<PhaseState> states() {
        return Arrays.stream(PhaseName.values()).map(this::state).filter(Objects::nonNull);
    }

    @Nullable
    PhaseOutcome outcome(PhaseName name) {
        var state = state(name);
        return state == null ? null : state.outcome();
    }

    /** Whether people let that phase go on once it has the lock again which another run has taken. */
    boolean mayGoOnOnceLocked(PhaseName name) {
        var state = state(name);
        var lost = state == null ? null : state.lostLock();
        return lost != null && lost.mayGoOn();
    }

    /** T-0 as the last phase has it. */
    @Nullable
    Instant t0() {
        return states().map(PhaseState::t0)
                .filter(Objects::nonNull)
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    /** When users were first let in. */
    @Nullable
    Instant goLiveAt() {
        return states().map(PhaseState::goLiveAt)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    boolean isRolledBack() {
        var rollback = state(PhaseName.ROLLBACK);
        return rollback != null && rollback.isRolledBack();
    }

    boolean hasChanged() {
        return states().anyMatch(PhaseState::hasChanged);
    }

    /** Whether all went as planned, and every success criterion is met. */
    boolean wentAsPlanned() {
        return isSuccess()
                && states().filter(
                                state -> state.phase() != PhaseName.ROLLBACK) // nobody agreed to it: the release stays
                        .allMatch(PhaseState::wentAsPlanned);
    }

    private boolean isSuccess() {
        if (plan == null) {
            return true;
        }
        var success = SuccessAssessment.of(plan, journals());
        return plan.rules().requiresEveryCriterionMet()
                ? SuccessAssessment.allMet(success)
                : success.stream().noneMatch(one -> one.finding() == Finding.NO);
    }

    /** What is missing for a success, for people; empty: nothing. */
    String shortfalls() {
        return plan == null ? "" : String.join("; ", Shortfalls.of(plan, journals()));
    }

    Status status() {
        if (result != null) {
            return result.status();
        }
        if (failed) {
            return Status.ABANDONED;
        }
        if (phase == PhaseName.ROLLBACK) {
            return Status.ROLLING_BACK;
        }
        var state = phase == null ? null : state(phase);
        if (state == null) {
            return Status.RUNNING;
        }
        var outcome = state.outcome();
        if (outcome == null) {
            return running ? state.status() : Status.RUNNING;
        }
        return outcome.kind() == PhaseOutcome.Kind.ROLL_BACK ? Status.ROLLING_BACK : Status.RUNNING;
    }

    RunSnapshot snapshot() {
        return new RunSnapshot(deployment, environment, release(), plan, phase, journals(), status(), result);
    }

    /** When the phase last reported; null where none has yet. */
    private @Nullable Instant lastReportedAt() {
        var entries = phase == null ? List.<Journal.Entry>of() : entries(phase);
        return entries.isEmpty() ? null : entries.get(entries.size() - 1).at();
    }

    /** Shows the state where people look without asking: once for all that happens together. */
    void show() {
        if (plan == null || !plan.rules().showsOnce() || result != null) {
            showNow();
        } else if (!changed) {
            changed = true;
            Async.procedure(this::showNow);
        }
    }

    private void showNow() {
        changed = false;
        display.show(snapshot(), lastReportedAt());
    }
}
