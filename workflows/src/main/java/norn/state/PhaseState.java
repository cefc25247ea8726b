package norn.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.plan.Asking;
import norn.plan.Plan;
import norn.plan.Rules;
import norn.runbook.Criterion;
import norn.runbook.Phase;
import norn.runbook.PhaseName;
import norn.runbook.Step;
import norn.runbook.StepPurpose;
import org.jspecify.annotations.Nullable;

/** The state of a phase: what its journal adds up to under its plan. Everything is in the order of the runbook, or of time. */
public final class PhaseState {
    final Plan plan;
    final Phase phase;
    final Map<String, Step> definitions = new LinkedHashMap<>();
    final Map<String, StepStatus> steps = new LinkedHashMap<>();
    final Map<String, Question> questions = new LinkedHashMap<>();
    final Map<String, Duration> watched = new LinkedHashMap<>();
    final Map<String, WatchTries> watchTries = new LinkedHashMap<>();
    final Map<String, List<String>> reportedCriteria = new LinkedHashMap<>();
    final Map<String, List<Event.Decided>> decisions = new LinkedHashMap<>();
    final Map<String, List<String>> attesters = new LinkedHashMap<>();
    final Map<String, LoggedIncident> incidents = new LinkedHashMap<>();
    final List<RefusedMessage> refused = new ArrayList<>();
    /** When T-0 was moved last; null: it was not. */
    @Nullable
    Instant t0MovedAt;

    /** The compensations that have to tell people that T-0 was moved. */
    final List<String> toCorrect = new ArrayList<>();

    /** The actions that were under way when the phase stopped. */
    final List<String> interrupted = new ArrayList<>();

    @Nullable
    Instant startedAt;

    @Nullable
    Instant t0;

    @Nullable
    Instant goLiveAt;

    NotifiedPeople notified = NotifiedPeople.NOTHING;
    boolean changedBefore;
    boolean hasActed;
    boolean isProven;

    @Nullable
    Instant pausedAt;

    @Nullable
    String pausedBy;

    Duration pausedFor = Duration.ZERO;

    @Nullable
    LostLock lostLock;

    int lockLosses;

    @Nullable
    PhaseOutcome cause;

    @Nullable
    PhaseOutcome ending;

    @Nullable
    PhaseOutcome outcome;

    /** A phase in which nothing has happened yet. */
    public PhaseState(Plan plan, PhaseName phase) {
        this.plan = plan;
        this.phase = plan.runbook().phase(phase);
        for (var step : this.phase.steps()) {
            definitions.put(step.id(), step);
            steps.put(step.id(), StepStatus.Pending.of(1));
        }
    }

    /** The state after all events of {@code journal}. */
    public static PhaseState of(Plan plan, Journal journal) {
        var state = new PhaseState(plan, journal.phase());
        journal.entries().forEach(state::apply);
        return state;
    }

    /** Applies the next entry of the journal. */
    public void apply(Journal.Entry entry) {
        entry.event().dispatch(new StateReducer(this, entry.at()));
    }

    /** The rules that its plan runs by. */
    public Rules rules() {
        return plan.rules();
    }

    /** How people are asked, and how long their answer holds. */
    public Asking asking() {
        return plan.policy().asking();
    }

    /** The contract's status of the phase: rolling back, then paused, then waiting for people, then running. */
    public Status status() {
        if (phase.name() == PhaseName.ROLLBACK || (ending != null && ending.kind() == PhaseOutcome.Kind.ROLL_BACK)) {
            return Status.ROLLING_BACK;
        }
        if (pausedAt != null) {
            return Status.PAUSED;
        }
        return isWaiting() ? Status.WAITING_FOR_PEOPLE : Status.RUNNING;
    }

    /** Whether people are to answer anything. */
    public boolean isWaiting() {
        return steps.values().stream().anyMatch(StepStatus::isWaiting)
                || questions.values().stream().anyMatch(Question::open)
                || (lostLock != null && lostLock.isOpen());
    }

    /** Whether there is nothing left to do: every step is over, nobody is asked anything, the phase is not paused. */
    public boolean isDone() {
        return pausedAt == null
                && steps.values().stream().allMatch(StepStatus::isOver)
                && questions.values().stream().noneMatch(Question::open);
    }

    /** Which phase this is. */
    public PhaseName phase() {
        return phase.name();
    }

    /** The phase as the plan has it. */
    public Phase definition() {
        return phase;
    }

    /** The steps as the plan has them, in the runbook's order. */
    public Collection<Step> definitions() {
        return Collections.unmodifiableCollection(definitions.values());
    }

    /** The step as the plan has it; empty where this phase has none of that id. */
    public Optional<Step> definition(String step) {
        return Optional.ofNullable(definitions.get(step));
    }

    /** Where each step stands. */
    public Map<String, StepStatus> steps() {
        return Collections.unmodifiableMap(steps);
    }

    /** Where the step stands; {@code null} where this phase has none of that id. */
    public @Nullable StepStatus step(String id) {
        return steps.get(id);
    }

    /** The actions that are under way. */
    public List<Step> running() {
        return definitions.values().stream()
                .filter(step -> steps.get(step.id()) instanceof StepStatus.Running)
                .toList();
    }

    /** The criteria that were met, each as it was last. */
    public Map<String, Question> questions() {
        return Collections.unmodifiableMap(questions);
    }

    /** Everything that people said at the gate, whatever the attempt. */
    public List<Event.Decided> decisions(String gate) {
        return Collections.unmodifiableList(decisions.getOrDefault(gate, List.of()));
    }

    /** Everyone who attested the step, whatever the attempt. */
    public List<String> attesters(String step) {
        return Collections.unmodifiableList(attesters.getOrDefault(step, List.of()));
    }

    /** The incident log. */
    public Map<String, LoggedIncident> incidents() {
        return Collections.unmodifiableMap(incidents);
    }

    /** The messages that changed nothing. */
    public List<RefusedMessage> refused() {
        return Collections.unmodifiableList(refused);
    }

    /** When the phase began; null before. */
    public @Nullable Instant startedAt() {
        return startedAt;
    }

    /** T-0; null while it is not known. */
    public @Nullable Instant t0() {
        return t0;
    }

    /** When users were first let in; null before. */
    public @Nullable Instant goLiveAt() {
        return goLiveAt;
    }

    /** Whether the environment has been changed, by this phase or before it. */
    public boolean hasChanged() {
        return changedBefore || hasActed;
    }

    /** Whether this phase itself has begun to change the environment. */
    public boolean hasActed() {
        return hasActed;
    }

    /** Whether a rollback has proven that the environment is as it was; the steps that are left then may be left undone. */
    public boolean isProven() {
        return isProven;
    }

    /** Whether a rollback has done what it is for: it is proven, and the steps that let users in again are over, and did so. */
    public boolean isRolledBack() {
        return isProven
                && (!plan.rules().restoresAccessBeforeTheEnd()
                        || definitions.values().stream()
                                .filter(step -> step.serves(StepPurpose.RESTORES_ACCESS))
                                .allMatch(step -> isAccessRestored(step.id())));
    }

    private boolean isAccessRestored(String step) {
        var status = steps.get(step);
        return status == null
                || (status.isOver()
                        && !(status instanceof StepStatus.Failed && plan.rules().takesNoFailureForRestoredAccess()));
    }

    /** What stopping means here. */
    public Position position() {
        if (goLiveAt != null) {
            return Position.LIVE;
        }
        return hasChanged() ? Position.CHANGED : Position.BEFORE_CHANGE;
    }

    /** Since when it is paused; null: it is not. */
    public @Nullable Instant pausedAt() {
        return pausedAt;
    }

    /** Who paused it; null: it is not paused. */
    public @Nullable String pausedBy() {
        return pausedBy;
    }

    /** Who has the lock that this phase had; null: it has it, or needs none. */
    public @Nullable LostLock lostLock() {
        return lostLock;
    }

    /** What a rollback was started for; null otherwise. */
    public @Nullable PhaseOutcome cause() {
        return cause;
    }

    /** What people have been notified of: what waits for them. */
    public NotifiedPeople notified() {
        return notified;
    }

    /** When T-0 was moved last; null: it was not. */
    public @Nullable Instant t0MovedAt() {
        return t0MovedAt;
    }

    /** Whether that compensation has to tell people that T-0 was moved. */
    public boolean hasToCorrect(String compensation) {
        return toCorrect.contains(compensation);
    }

    /** How it will end once nothing runs any more; null while it goes on. */
    public @Nullable PhaseOutcome ending() {
        return ending;
    }

    /** How the phase ended; null while it goes on. */
    public @Nullable PhaseOutcome outcome() {
        return outcome;
    }

    /** Whether every step so far went as planned: none skipped, none failed for good, no NO_GO ignored, no early end. */
    public boolean wentAsPlanned() {
        return (outcome == null || outcome.kind() == PhaseOutcome.Kind.COMPLETED)
                && steps.values().stream()
                        .noneMatch(step -> step.state() == StepState.FAILED || step.state() == StepState.SKIPPED);
    }

    /** How long earlier attempts of a watch have watched. */
    public Duration watched(String step) {
        return watched.getOrDefault(step, Duration.ZERO);
    }

    /** How often the watch has failed in a row; null: it was not begun, or is none. */
    public @Nullable WatchTries watchTries(String step) {
        return watchTries.get(step);
    }

    /** The criteria that this watch has reported already. */
    public List<String> reportedCriteria(String step) {
        return Collections.unmodifiableList(reportedCriteria.getOrDefault(step, List.of()));
    }

    /** When steps are planned and expected, and when deadlines pass. */
    public Timetable timetable() {
        return new Timetable(this);
    }

    /** What a failure and a NO_GO do here, and what people may choose then. */
    public Consequences consequences() {
        return new Consequences(this);
    }

    /** The criterion of that id in the plan. */
    public Optional<Criterion> criterion(String id) {
        return plan.runbook().criteria().stream()
                .filter(criterion -> criterion.id().equals(id))
                .findFirst();
    }

    /** Two states of one phase are equal where everything in them is. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PhaseState state && parts().equals(state.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    @Override
    public String toString() {
        return "%s %s".formatted(phase.name(), parts());
    }

    private List<@Nullable Object> parts() {
        return Arrays.<@Nullable Object>asList(
                phase.name(),
                steps,
                questions,
                watched,
                watchTries,
                reportedCriteria,
                decisions,
                attesters,
                incidents,
                refused,
                notified,
                t0MovedAt,
                toCorrect,
                interrupted,
                startedAt,
                t0,
                goLiveAt,
                changedBefore,
                hasActed,
                isProven,
                pausedAt,
                pausedBy,
                pausedFor,
                lostLock,
                lockLosses,
                cause,
                ending,
                outcome);
    }
}
