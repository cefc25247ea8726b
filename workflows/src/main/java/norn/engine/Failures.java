package norn.engine;

import java.time.Instant;
import norn.journal.Event;
import norn.journal.StepState;
import norn.runbook.PhaseName;
import norn.runbook.Step;

/** What happens after a step has failed: people are asked, the phase goes on, or it stops. */
final class Failures {
    private final Ledger ledger;
    private final People people;
    private final Course course;
    private final Lookup lookup;

    Failures(Ledger ledger, People people, Course course, Lookup lookup) {
        this.ledger = ledger;
        this.people = people;
        this.course = course;
        this.lookup = lookup;
    }

    /** A step has just failed. */
    void failed(Step step, Instant now) {
        if (ledger.state.ending() != null || !(ledger.stateOf(step) instanceof StepState.Failed failed)) return;
        var what = "%s failed: %s".formatted(step.id(), failed.proof().summary());
        if (failed.asks()) ledger.page(step.id(), what);
        else if (step.onFailure() == Step.OnFailure.ROLL_BACK) {
            ledger.page(step.id(), what);
            course.stop(what, false, now);
        } else if (ledger.state.phase() == PhaseName.ROLLBACK)
            ledger.page(step.id(), what + ". The rollback goes on without it");
    }

    /** A person says what is to be done about it. */
    void resolve(Step step, Message.Resolve message, Instant now) {
        var state = ledger.stateOf(step);
        if (!(state instanceof StepState.Failed failed) || !failed.asks())
            throw new Refusal("%s has nothing to resolve: it is %s%s. %s"
                    .formatted(step.id(), state.state(), since(state), lookup.whatWaits()));
        lookup.refuseOtherAttempt(step, message.attempt());
        var by = people.check(message.by(), ledger.state.consequences().responsible());
        switch (message.choice()) {
            case KEEP ->
                throw new Refusal("KEEP answers a criterion; for the failed step %s choose one of %s"
                        .formatted(step.id(), ledger.state.consequences().choices(step)));
            case SKIP -> refuseSkip(step, message);
            case RETRY, ROLL_BACK -> {}
        }
        ledger.write(new Event.Resolved(step.id(), failed.attempt(), message.choice(), by, message.note()), now);
        if (message.choice() != Event.Choice.ROLL_BACK) return;
        var reason = "%s chose ROLL_BACK after %s".formatted(by, failed.proof().summary());
        if (ledger.state.phase() == PhaseName.ROLLBACK) course.giveUp(reason, now);
        else course.order(null, reason, by, now);
    }

    private void refuseSkip(Step step, Message.Resolve message) {
        if (!step.skippable())
            throw new Refusal("%s must not be skipped; choose one of %s"
                    .formatted(step.id(), ledger.state.consequences().choices(step)));
        var note = message.note();
        if (note == null || note.isBlank())
            throw new Refusal("SKIP of %s needs a reason: put it into note".formatted(step.id()));
    }

    private static String since(StepState state) {
        if (state instanceof StepState.Over over) return " since " + over.endedAt();
        return state instanceof StepState.Failed failed ? ", resolved already, since " + failed.at() : "";
    }
}
