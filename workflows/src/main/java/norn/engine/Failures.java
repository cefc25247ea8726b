package norn.engine;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import norn.message.Message;
import norn.message.Refusal;
import norn.runbook.PhaseName;
import norn.runbook.Step;
import norn.runbook.Work;
import norn.state.Event;
import norn.state.StepStatus;

/** What happens after a step has failed: people are asked, the phase goes on, or it stops. */
final class Failures {
    private final EngineState engine;
    private final People people;
    private final Readiness readiness;
    private final StopRules stopRules;
    private final Lookup lookup;

    Failures(EngineState engine, People people, Readiness readiness, StopRules stopRules, Lookup lookup) {
        this.engine = engine;
        this.people = people;
        this.readiness = readiness;
        this.stopRules = stopRules;
        this.lookup = lookup;
    }

    /** A step has just failed. */
    void failed(Step step, Instant now) {
        if (engine.state.ending() != null || !(engine.stateOf(step) instanceof StepStatus.Failed failed)) {
            return;
        }
        var what = "%s failed: %s".formatted(step.id(), failed.evidence().summary());
        var triedAgainAt = engine.state.timetable().triedAgainAt(step);
        if (triedAgainAt.isPresent()) {
            watchFailed(step, what, triedAgainAt.get());
        } else if (failed.asks()) {
            engine.page(step.id(), what);
        } else if (step.onFailure() == Step.OnFailure.ROLL_BACK) {
            engine.page(step.id(), what);
            stopRules.stop(what, false, now);
        } else if (engine.state.phase() == PhaseName.ROLLBACK) {
            engine.page(step.id(), what + ". The rollback goes on without it");
        } else if (engine.plan.rules().tellsOfEveryFailure()) {
            engine.page(step.id(), what + ". The deployment goes on without it");
        }
    }

    /** People are notified once, however often it is tried again. */
    private void watchFailed(Step step, String what, Instant triedAgainAt) {
        var tries = engine.state.watchTries(step.id());
        if (tries != null && tries.isNewFailure()) {
            engine.page(
                    step.id(),
                    "%s. NOBODY WATCHES until it works again: it is tried again by itself, next at %s"
                            .formatted(what, triedAgainAt));
        }
    }

    /** Begins the watches again that failed a while ago. */
    void retryWatches(Instant now) {
        for (var step : engine.state.definitions()) {
            var triedAgainAt = engine.state.timetable().triedAgainAt(step);
            if (triedAgainAt.filter(at -> !now.isBefore(at)).isPresent() && step.work() instanceof Work.Action action) {
                engine.write(new Event.StepTriedAgain(step.id(), engine.attempt(step)), now);
                engine.command(readiness.startCommand(step, action));
            }
        }
    }

    /** The next time at which a failed watch is tried again. */
    Optional<Command.WakeAt> nextWakeUp() {
        return engine.state.definitions().stream()
                .flatMap(step -> engine.state.timetable().triedAgainAt(step).stream()
                        .map(at -> new Command.WakeAt(at, "try %s again".formatted(step.id()))))
                .min(Comparator.comparing(Command.WakeAt::at));
    }

    /** A person says what is to be done about it. */
    void resolve(Step step, Message.Resolve message, Instant now) {
        var state = engine.stateOf(step);
        if (!(state instanceof StepStatus.Failed failed) || !failed.asks()) {
            throw new Refusal("%s has nothing to resolve: it is %s%s. %s"
                    .formatted(step.id(), state.state(), since(state), lookup.waitingText()));
        }
        lookup.refuseOtherAttempt(step, message.attempt());
        var by = people.check(message.by(), engine.state.consequences().responsibleRoles());
        switch (message.choice()) {
            case KEEP ->
                throw new Refusal("KEEP answers a criterion; for the failed step %s choose one of %s"
                        .formatted(step.id(), engine.state.consequences().choices(step)));
            case SKIP -> refuseSkip(step, message);
            case ROLL_BACK -> stopRules.requireWayBack();
            case RETRY -> {}
        }
        engine.write(new Event.Resolved(step.id(), failed.attempt(), message.choice(), by, message.note()), now);
        if (message.choice() != Event.Choice.ROLL_BACK) {
            return;
        }
        var reason =
                "%s chose ROLL_BACK after %s".formatted(by, failed.evidence().summary());
        if (engine.state.phase() == PhaseName.ROLLBACK) {
            stopRules.giveUp(reason, now);
        } else {
            stopRules.orderRollback(RollbackOrder.of(reason, by), now);
        }
    }

    private void refuseSkip(Step step, Message.Resolve message) {
        if (!engine.state.consequences().canSkip(step)) {
            throw new Refusal("%s must not be skipped; choose one of %s"
                    .formatted(step.id(), engine.state.consequences().choices(step)));
        }
        var note = message.note();
        if (note == null || note.isBlank()) {
            throw new Refusal("SKIP of %s needs a reason: put it into note".formatted(step.id()));
        }
    }

    private static String since(StepStatus state) {
        if (state instanceof StepStatus.Over over) {
            return " since " + over.endedAt();
        }
        return state instanceof StepStatus.Failed failed ? ", resolved already, since " + failed.at() : "";
    }
}
