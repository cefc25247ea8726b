package norn.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import norn.journal.Consequences;
import norn.journal.Event;
import norn.journal.StepState;
import norn.runbook.Step;
import norn.runbook.Work;
import org.jspecify.annotations.Nullable;

/** Decisions: who may take them, when they count, and what they do. */
final class Gates {
    /** The gate whose GO sets T-0 where the start named none. */
    static final String START_DAY = "start-day";

    private final Ledger ledger;
    private final People people;
    private final Readiness readiness;
    private final Course course;
    private final Lookup lookup;

    Gates(Ledger ledger, People people, Readiness readiness, Course course, Lookup lookup) {
        this.ledger = ledger;
        this.people = people;
        this.readiness = readiness;
        this.course = course;
        this.lookup = lookup;
    }

    void decide(Message.Decide message, Instant now) {
        var step = lookup.step("gate", message.gate());
        if (!(step.work() instanceof Work.Gate gate))
            throw new Refusal("%s is no gate: %s".formatted(step.id(), lookup.howToAnswer(step)));
        lookup.refuseOtherAttempt(step, message.attempt());
        refuseDecided(step);
        var by = people.check(message.by(), gate.roles());
        if (message.verdict() == Event.Verdict.GO) refuseInvolved(step, gate, by);
        if (message.verdict() == Event.Verdict.GO) refuseUntimelyGo(step, by);
        var effect = ledger.state.consequences().noGo(gate);
        ledger.write(new Event.Decided(step.id(), ledger.attempt(step), message.verdict(), by, message.note()), now);
        if (message.verdict() == Event.Verdict.GO) went(step, by, now);
        else stopped(step, effect, "NO_GO at %s by %s%s".formatted(step.id(), by, because(message.note())), true, now);
    }

    private void refuseDecided(Step step) {
        var state = ledger.stateOf(step);
        if (state instanceof StepState.Over over)
            throw new Refusal("%s is over since %s: %s"
                    .formatted(step.id(), over.endedAt(), over.proof().summary()));
        if (state instanceof StepState.Failed failed)
            throw new Refusal("%s was decided at %s: %s%s"
                    .formatted(
                            step.id(),
                            failed.at(),
                            failed.proof().summary(),
                            failed.asks() ? ". Send resolve: RETRY asks once more" : ""));
    }

    /** Four eyes: who prepared a thing does not approve it; whoever prepared it may still stop it. */
    private void refuseInvolved(Step step, Work.Gate gate, String by) {
        for (var other : gate.notBy())
            if (involved(other).stream().anyMatch(name -> People.same(name, by)))
                throw new Refusal(
                        "%s has acted at %s, so somebody else must decide at %s".formatted(by, other, step.id()));
    }

    private List<String> involved(String id) {
        var names = new ArrayList<String>();
        for (var decision : ledger.state.decisions(id)) names.add(decision.by());
        names.addAll(ledger.state.attesters(id));
        var facts = ledger.begin.facts();
        if (facts != null) names.addAll(facts.people().getOrDefault(id, List.of()));
        return names;
    }

    private void refuseUntimelyGo(Step step, String by) {
        if (!(ledger.stateOf(step) instanceof StepState.Open open))
            throw new Refusal(
                    "%s is not open yet, so there is nothing to judge: %s".formatted(step.id(), whenItOpens(step)));
        for (var decision : open.decisions())
            if (People.same(decision.by(), by))
                throw new Refusal(
                        "%s has said GO at %s already; it needs somebody else besides".formatted(by, step.id()));
    }

    private String whenItOpens(Step step) {
        var unmet = readiness.unmet(step);
        var planned = ledger.state.timetable().plannedAt(step);
        var opens = new ArrayList<String>();
        if (!unmet.isEmpty())
            opens.add("once %s %s over"
                    .formatted(
                            unmet.stream().limit(5).collect(Collectors.joining(", "))
                                    + (unmet.size() > 5 ? " and %d more".formatted(unmet.size() - 5) : ""),
                            unmet.size() == 1 ? "is" : "are"));
        planned.ifPresent(time -> opens.add("not before " + time));
        if (ledger.state.pausedAt() != null) opens.add("after the pause");
        return "it opens " + (opens.isEmpty() ? "in a moment" : String.join(", ", opens));
    }

    private void went(Step step, String by, Instant now) {
        if (!ledger.stateOf(step).isOver()) return;
        if (step.id().equals(START_DAY) && ledger.state.t0() == null)
            ledger.write(
                    new Event.T0Set(
                            now.plus(ledger.plan
                                    .policy()
                                    .pace()
                                    .of(ledger.plan.policy().dayLead())),
                            by,
                            "by the GO at %s".formatted(START_DAY)),
                    now);
    }

    private void stopped(Step step, Consequences.NoGo effect, String reason, boolean byPerson, Instant now) {
        switch (effect) {
            case STOPS -> course.stop(reason, byPerson, now);
            case ASKS -> ledger.page(step.id(), reason + ": say what is to be done");
            case IS_RECORDED -> ledger.page(step.id(), reason + ": recorded, the phase goes on");
        }
    }

    /** Deadlines that have passed decide, or page. */
    void expire(Step step, Instant now) {
        if (!(step.work() instanceof Work.Gate gate) || !(ledger.stateOf(step) instanceof StepState.Open open)) return;
        var effect = ledger.state.consequences().noGo(gate);
        ledger.write(new Event.DeadlinePassed(step.id(), open.attempt()), now);
        var asked = "nobody answered %s in time".formatted(step.id());
        switch (gate.silence()) {
            case PAGE ->
                ledger.page(step.id(), "%s: %s still waits for %s".formatted(asked, step.title(), gate.roles()));
            case GO -> ledger.page(step.id(), "%s: taken as GO, and the record says so".formatted(asked));
            case NO_GO -> {
                if (effect == Consequences.NoGo.STOPS) ledger.page(step.id(), "%s: NO_GO".formatted(asked));
                stopped(step, effect, "%s: NO_GO".formatted(asked), false, now);
            }
        }
    }

    private static String because(@Nullable String note) {
        return note == null || note.isBlank() ? "" : ": " + note.strip();
    }
}
