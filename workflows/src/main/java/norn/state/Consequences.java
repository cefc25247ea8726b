package norn.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import norn.runbook.Criterion;
import norn.runbook.PhaseName;
import norn.runbook.Step;
import norn.runbook.StepPurpose;
import norn.runbook.Work;

/** What a failure and a NO_GO do in the present state of the phase, and what people may choose then. */
public final class Consequences {
    private final PhaseState state;

    Consequences(PhaseState state) {
        this.state = state;
    }

    /** Who may decide where the runbook names no role: everybody with a role in this phase. */
    public List<String> responsibleRoles() {
        var roles = new ArrayList<String>();
        for (var step : state.definitions()) {
            step.work().match(action -> List.<String>of(), Work.Attestation::roles, Work.Gate::roles).stream()
                    .filter(role -> !roles.contains(role))
                    .forEach(roles::add);
        }
        if (roles.isEmpty()) {
            roles.addAll(state.plan.policy().people().keySet());
        }
        return roles.isEmpty() ? List.of("operator") : List.copyOf(roles);
    }

    /** What a NO_GO at the gate does here. */
    public NoGoEffect noGoEffect(Work.Gate gate) {
        if (state.phase() != PhaseName.ROLLBACK) {
            return state.position() == Position.LIVE ? NoGoEffect.IS_RECORDED : NoGoEffect.STOPS;
        }
        if (gate.signOff()) {
            return NoGoEffect.IS_RECORDED;
        }
        return canBeDeclined() ? NoGoEffect.STOPS : NoGoEffect.ASKS;
    }

    /** Why nothing can be rolled back here; empty where it can. */
    public Optional<String> noWayBack() {
        var watched = state.plan.watched();
        return watched == null || state.phase() == PhaseName.ROLLBACK
                ? Optional.empty()
                : watched.refusal(state.plan.release());
    }

    /** Whether a rollback may still be declined: it has not acted, and the environment can stay as it is. */
    public boolean canBeDeclined() {
        return !state.hasActed() && (!state.changedBefore || state.goLiveAt() != null);
    }

    /** Whether people are asked once the criterion is met. */
    boolean asks(Criterion criterion, Instant at) {
        return criterion.response() == Criterion.Response.ASK
                || (criterion.response() == Criterion.Response.ROLL_BACK
                        && state.position() == Position.LIVE
                        && !isWithinBudget(at)
                        && !canRollBackCodeAlone());
    }

    /** Whether the question is still asked after its deadline, because nothing can be rolled back unasked. */
    public boolean staysOpen(Question question) {
        return question.open()
                && (question.unknown()
                        || noWayBack().isPresent()
                        || (state.position() == Position.LIVE && !canRollBackCodeAlone()));
    }

    /** Whether the old code may serve with the new schema; where the environment says nothing of it, it may. */
    public boolean canRollBackCodeAlone() {
        return !state.plan.rules().heedsSchema()
                || !Boolean.FALSE.equals(state.plan.policy().oldCodeFitsNewSchema());
    }

    /** Whether so little has been written since go-live that a rule may roll the database back. */
    public boolean isWithinBudget(Instant at) {
        var goLiveAt = state.goLiveAt();
        return goLiveAt == null || !at.isAfter(goLiveAt.plus(state.plan.policy().dataLossBudget()));
    }

    /** Whether a person is asked once the step has failed; else the phase goes on, or stops. */
    public boolean asksAfterFailure(Step step) {
        if (state.ending() != null) {
            return false;
        }
        return switch (step.onFailure()) {
            case CONTINUE -> false;
            case ROLL_BACK -> state.phase() == PhaseName.ROLLBACK || state.position() == Position.LIVE;
            case ASK -> !step.optional();
        };
    }

    /** Whether a failure of the step is recorded, and the phase goes on. */
    boolean isPassedOver(Step step) {
        return step.onFailure() == Step.OnFailure.CONTINUE
                || (step.onFailure() == Step.OnFailure.ASK && step.optional());
    }

    /** Whether a person may skip the step once it has failed: one that is passed over asks only because it is a watch. */
    public boolean canSkip(Step step) {
        return step.skippable()
                || (state.plan.rules().retriesWatches() && step.serves(StepPurpose.WATCHES) && isPassedOver(step));
    }

    /** What a person may choose after the step has failed. */
    public List<Event.Choice> choices(Step step) {
        var choices = new ArrayList<Event.Choice>();
        choices.add(Event.Choice.RETRY);
        if (canSkip(step)) {
            choices.add(Event.Choice.SKIP);
        }
        if (noWayBack().isEmpty()) {
            choices.add(Event.Choice.ROLL_BACK);
        }
        return List.copyOf(choices);
    }

    /** What a person may choose once a criterion is met. */
    public List<Event.Choice> choices() {
        return noWayBack().isEmpty() ? List.of(Event.Choice.KEEP, Event.Choice.ROLL_BACK) : List.of(Event.Choice.KEEP);
    }

    /** What a NO_GO does. */
    public enum NoGoEffect {
        /** The phase stops. */
        STOPS,
        /** It stands in the record, and the phase goes on. */
        IS_RECORDED,
        /** A rollback that has begun cannot stop half-way: people say what is to be done. */
        ASKS
    }
}
