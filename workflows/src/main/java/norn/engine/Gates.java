package norn.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import norn.message.Message;
import norn.message.Refusal;
import norn.runbook.Step;
import norn.runbook.StepPurpose;
import norn.runbook.Work;
import norn.state.Consequences;
import norn.state.Event;
import norn.state.StepStatus;
import org.jspecify.annotations.Nullable;

/** Decisions: who may take them, when they count, and what they do. */
final class Gates {
    private final EngineState engine;
    private final People people;
    private final Readiness readiness;
    private final StopRules stopRules;
    private final Lookup lookup;

    Gates(EngineState engine, People people, Readiness readiness, StopRules stopRules, Lookup lookup) {
        this.engine = engine;
        this.people = people;
        this.readiness = readiness;
        this.stopRules = stopRules;
        this.lookup = lookup;
    }

    void decide(Message.Decide message, Instant now) {
        var step = lookup.step("gate", message.gate());
        if (!(step.work() instanceof Work.Gate gate)) {
            throw new Refusal("%s is no gate: %s".formatted(step.id(), lookup.howToAnswer(step)));
        }
        lookup.refuseOtherAttempt(step, message.attempt());
        if (isRepeated(step, message)) {
            return;
        }
        refuseDecided(step);
        var by = people.check(message.by(), gate.roles());
        if (message.verdict() == Event.Verdict.GO) {
            refuseInvolved(step, gate, by);
        }
        if (message.verdict() == Event.Verdict.GO) {
            refuseUntimelyGo(step, by);
        }
        var effect = engine.state.consequences().noGoEffect(gate);
        engine.write(new Event.Decided(step.id(), engine.attempt(step), message.verdict(), by, message.note()), now);
        if (message.verdict() == Event.Verdict.GO) {
            afterGo(step, by, now);
        } else {
            afterNoGo(step, effect, "NO_GO at %s by %s%s".formatted(step.id(), by, because(message.note())), true, now);
        }
    }

    /** Whether the gate is passed, and this person said GO: the message was sent twice, and it is already so. */
    private boolean isRepeated(Step step, Message.Decide message) {
        return engine.plan.rules().takesRepeatedAnswers()
                && message.verdict() == Event.Verdict.GO
                && engine.stateOf(step) instanceof StepStatus.Over
                && engine.state.decisions(step.id()).stream()
                        .anyMatch(decision -> decision.attempt() == engine.attempt(step)
                                && decision.verdict() == Event.Verdict.GO
                                && People.same(decision.by(), message.by()));
    }

    private void refuseDecided(Step step) {
        var state = engine.stateOf(step);
        if (state instanceof StepStatus.Over over) {
            throw new Refusal("%s is over since %s: %s"
                    .formatted(step.id(), over.endedAt(), over.evidence().summary()));
        }
        if (state instanceof StepStatus.Failed failed) {
            throw new Refusal("%s was decided at %s: %s%s"
                    .formatted(
                            step.id(),
                            failed.at(),
                            failed.evidence().summary(),
                            failed.asks() ? ". Send resolve: RETRY asks once more" : ""));
        }
    }

    /** Four eyes: who prepared a thing does not approve it; whoever prepared it may still stop it. */
    private void refuseInvolved(Step step, Work.Gate gate, String by) {
        for (var other : gate.notBy()) {
            if (involved(other).stream().anyMatch(name -> People.same(name, by))) {
                throw new Refusal(
                        "%s has acted at %s, so somebody else must decide at %s".formatted(by, other, step.id()));
            }
        }
    }

    private List<String> involved(String id) {
        var names = new ArrayList<String>();
        for (var decision : engine.state.decisions(id)) {
            names.add(decision.by());
        }
        names.addAll(engine.state.attesters(id));
        var earlierResults = engine.context.earlierResults();
        if (earlierResults != null) {
            names.addAll(earlierResults.people().getOrDefault(id, List.of()));
        }
        return names;
    }

    private void refuseUntimelyGo(Step step, String by) {
        if (!(engine.stateOf(step) instanceof StepStatus.Open open)) {
            throw new Refusal(
                    "%s is not open yet, so there is nothing to decide: %s".formatted(step.id(), whenItOpens(step)));
        }
        for (var decision : open.decisions()) {
            if (People.same(decision.by(), by)) {
                throw new Refusal(
                        "%s has said GO at %s already; it needs somebody else besides".formatted(by, step.id()));
            }
        }
    }

    private String whenItOpens(Step step) {
        var unmet = readiness.unmet(step);
        var planned = engine.state.timetable().plannedAt(step);
        var opens = new ArrayList<String>();
        if (!unmet.isEmpty()) {
            opens.add("once %s %s over"
                    .formatted(
                            unmet.stream().limit(5).collect(Collectors.joining(", "))
                                    + (unmet.size() > 5 ? " and %d more".formatted(unmet.size() - 5) : ""),
                            unmet.size() == 1 ? "is" : "are"));
        }
        planned.ifPresent(time -> opens.add("not before " + time));
        if (engine.state.pausedAt() != null) {
            opens.add("after the pause");
        }
        return "it opens " + (opens.isEmpty() ? "in a moment" : String.join(", ", opens));
    }

    private void afterGo(Step step, String by, Instant now) {
        if (!engine.stateOf(step).isOver()) {
            return;
        }
        if (step.serves(StepPurpose.BEGINS_DAY) && engine.state.t0() == null) {
            engine.write(
                    new Event.T0Set(
                            now.plus(engine.plan
                                    .policy()
                                    .pace()
                                    .of(engine.plan.policy().dayLead())),
                            by,
                            "by the GO at %s".formatted(step.id())),
                    now);
        }
    }

    private void afterNoGo(Step step, Consequences.NoGoEffect effect, String reason, boolean byPerson, Instant now) {
        switch (effect) {
            case STOPS -> stopRules.stop(reason, byPerson, now);
            case ASKS -> engine.page(step.id(), reason + ": say what is to be done");
            case IS_RECORDED -> engine.page(step.id(), reason + ": recorded, the phase goes on");
        }
    }

    /** Deadlines that have passed decide, or page. */
    void expire(Step step, Instant now) {
        if (!(step.work() instanceof Work.Gate gate) || !(engine.stateOf(step) instanceof StepStatus.Open open)) {
            return;
        }
        var effect = engine.state.consequences().noGoEffect(gate);
        engine.write(new Event.DeadlinePassed(step.id(), open.attempt()), now);
        var asked = "nobody answered %s in time".formatted(step.id());
        switch (gate.onDeadline()) {
            case PAGE ->
                engine.page(step.id(), "%s: %s still waits for %s".formatted(asked, step.title(), gate.roles()));
            case GO -> engine.page(step.id(), "%s: taken as GO, and the record says so".formatted(asked));
            case NO_GO -> {
                if (effect == Consequences.NoGoEffect.STOPS) {
                    engine.page(step.id(), "%s: NO_GO".formatted(asked));
                }
                afterNoGo(step, effect, "%s: NO_GO".formatted(asked), false, now);
            }
        }
    }

    private static String because(@Nullable String note) {
        return note == null || note.isBlank() ? "" : ": " + note.strip();
    }
}
