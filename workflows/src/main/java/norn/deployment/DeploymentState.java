package norn.deployment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import norn.plan.Plan;
import norn.report.SuccessAssessment;
import norn.run.Clock;
import norn.run.CurrentDetails;
import norn.run.NornSearchAttributes;
import norn.run.Progress;
import norn.run.Result;
import norn.run.RunSnapshot;
import norn.runbook.PhaseName;
import norn.state.Event;
import norn.state.Journal;
import norn.state.PhaseOutcome;
import norn.state.PhaseState;
import norn.state.Status;
import org.jspecify.annotations.Nullable;

/** What a deployment knows of itself: its plan, what its phases told, what it refused, and how it ends. */
final class DeploymentState {
    private final String deployment;
    private final String environment;
    private final String release;
    private final Map<PhaseName, List<Journal.Entry>> reported = new EnumMap<>(PhaseName.class);
    private final Map<PhaseName, List<Journal.Entry>> refused = new EnumMap<>(PhaseName.class);
    private final NornSearchAttributes attributes = new NornSearchAttributes();
    private @Nullable Plan plan;
    private @Nullable PhaseName phase;
    private boolean running;
    private @Nullable Result result;

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

    String release() {
        return plan == null ? release : plan.release();
    }

    void phaseStarted(PhaseName name) {
        reported.remove(name); // a rollback may begin twice, where nobody agreed to the first
        phase = name;
        running = true;
        show();
    }

    /** The phase goes on where it was. */
    void phaseReopened(PhaseName name) {
        phase = name;
        running = true;
        show();
    }

    void phaseEnded(PhaseName name) {
        running = false;
        show();
    }

    /**
     * Takes what the running phase tells; what is known already is passed over. What any other tells comes from before a reset: the
     * server brings an earlier run's signals to the new one.
     */
    void add(Progress progress) {
        if (!running || progress.phase() != phase) {
            return;
        }
        var entries = reported.computeIfAbsent(progress.phase(), name -> new ArrayList<>());
        var known = entries.size() - progress.from();
        if (known < 0) {
            return;
        } // told out of turn: the result brings all of it
        if (known < progress.entries().size()) {
            entries.addAll(progress.entries().subList(known, progress.entries().size()));
        }
        show();
    }

    /** Records a message that changed nothing. */
    void refuse(String message, @Nullable String by, String reason) {
        refused.computeIfAbsent(phase == null ? PhaseName.PRE_DEPLOYMENT : phase, name -> new ArrayList<>())
                .add(new Journal.Entry(Clock.now(), new Event.Refused(message, by, reason)));
        show();
    }

    void conclude(Result end) {
        result = end;
        show();
    }

    /** No plan could be made: the run fails, and is nothing that runs. */
    void planningFailed(String why) {
        CurrentDetails.showFailure(release, environment, why);
        attributes.set(environment, release, null, null, List.of());
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

    /** What a phase has told so far. */
    List<Journal.Entry> entries(PhaseName name) {
        return reported.getOrDefault(name, List.of());
    }

    /** Where a phase stands, as far as it told; null before it told anything. */
    @Nullable
    PhaseState state(PhaseName name) {
        var entries = entries(name);
        return entries.isEmpty() || plan == null ? null : PhaseState.of(plan.only(name), new Journal(name, entries));
    }

    @Nullable
    PhaseOutcome outcome(PhaseName name) {
        var state = state(name);
        return state == null ? null : state.outcome();
    }

    @Nullable
    Instant t0() {
        Instant t0 = null;
        for (var name : PhaseName.values()) {
            var state = state(name);
            if (state != null && state.t0() != null) {
                t0 = state.t0();
            }
        }
        return t0;
    }

    @Nullable
    Instant goLiveAt() {
        Instant at = null;
        for (var name : PhaseName.values()) {
            var state = state(name);
            if (at == null && state != null) {
                at = state.goLiveAt();
            }
        }
        return at;
    }

    boolean hasChanged() {
        for (var name : PhaseName.values()) {
            var state = state(name);
            if (state != null && state.hasChanged()) {
                return true;
            }
        }
        return false;
    }

    /** Whether all went as planned, and no success criterion is known to be unmet. */
    boolean wentAsPlanned() {
        if (plan != null
                && SuccessAssessment.of(plan, journals()).stream()
                        .anyMatch(one -> one.fulfilment() == SuccessAssessment.Fulfilment.UNMET)) {
            return false;
        }
        for (var name : PhaseName.values()) {
            if (name == PhaseName.ROLLBACK) {
                continue;
            } // one that nobody agreed to left the release as it is
            var state = state(name);
            if (state != null && !state.wentAsPlanned()) {
                return false;
            }
        }
        return true;
    }

    Status status() {
        if (result != null) {
            return result.status();
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

    /** When the phase last told how it stands; null where none has yet. */
    private @Nullable Instant lastReportedAt() {
        var entries = phase == null ? List.<Journal.Entry>of() : entries(phase);
        return entries.isEmpty() ? null : entries.get(entries.size() - 1).at();
    }

    /** Shows the state where people look without asking: on the run's page, and in lists. */
    void show() {
        var checklist = snapshot().checklist(Clock.now());
        CurrentDetails.show(checklist, result, lastReportedAt());
        var roles = new ArrayList<String>();
        for (var item : checklist.waiting()) {
            for (var role : item.roles()) {
                if (!roles.contains(role)) {
                    roles.add(role);
                }
            }
        }
        attributes.set(environment, release(), phase, status().name(), roles);
    }
}
