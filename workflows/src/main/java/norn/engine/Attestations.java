package norn.engine;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import norn.message.Message;
import norn.message.Refusal;
import norn.runbook.Step;
import norn.runbook.Work;
import norn.state.Event;
import norn.state.StepState;
import norn.state.StepStatus;
import org.jspecify.annotations.Nullable;

/** What people attest. An early attestation is saved until its step begins; of the steps in one message all are accepted, or none. */
final class Attestations {
    /** At most so many reasons are named. */
    private static final int MAX_REASONS = 10;

    private final EngineState engine;
    private final People people;
    private final Failures failures;
    private final Criteria criteria;
    private final Lookup lookup;

    Attestations(EngineState engine, People people, Failures failures, Criteria criteria, Lookup lookup) {
        this.engine = engine;
        this.people = people;
        this.failures = failures;
        this.criteria = criteria;
        this.lookup = lookup;
    }

    void complete(Message.Complete message, Instant now) {
        var ids = new LinkedHashSet<>(message.steps());
        if (ids.isEmpty()) {
            throw new Refusal("no step is named: put one into step, or several into steps");
        }
        var events = new ArrayList<Event.Completed>();
        var reasons = new ArrayList<String>();
        for (var id : ids) {
            if (reasons.size() == MAX_REASONS) {
                break;
            }
            if (isRepeated(message, id)) {
                continue;
            }
            try {
                events.add(checked(message, id));
            } catch (Refusal refusal) {
                if (!reasons.contains(refusal.reason())) {
                    reasons.add(refusal.reason());
                }
            }
        }
        if (reasons.isEmpty()) {
            unaskedValues(message, ids).ifPresent(reasons::add);
        }
        if (!reasons.isEmpty()) {
            throw new Refusal(String.join("; ", reasons) + (ids.size() > 1 ? ". None of the steps was accepted" : ""));
        }
        for (var event : events) {
            engine.write(event, now);
            settle(lookup.step("step", event.step()), now);
        }
    }

    /** After an attestation has been applied: what it means for criteria, and if it says that the step failed. */
    void settle(Step step, Instant now) {
        var state = engine.stateOf(step);
        if (!(step.work() instanceof Work.Attestation)) {
            return;
        }
        if (state instanceof StepStatus.Failed) {
            failures.failed(step, now);
        }
        if (state instanceof StepStatus.Over over) {
            criteria.measured(step.id(), over.evidence().values(), now);
        }
    }

    /** Whether the step is over because this person attested the same: the message was sent twice, and it is already so. */
    private boolean isRepeated(Message.Complete message, String id) {
        return engine.plan.rules().takesRepeatedAnswers()
                && engine.state.step(id) instanceof StepStatus.Over over
                && (message.attempt() == null || message.attempt() == over.attempt())
                && over.by() != null
                && People.same(over.by(), message.by())
                && over.state()
                        == (message.outcome() == Event.AttestationOutcome.NOT_NEEDED
                                ? StepState.NOT_NEEDED
                                : StepState.DONE)
                && message.outcome() != Event.AttestationOutcome.FAILED
                && message.values().entrySet().stream()
                        .allMatch(value -> String.valueOf(value.getValue())
                                .equals(String.valueOf(over.evidence().values().get(value.getKey()))))
                && engine.state.definition(id).map(Step::work).orElse(null) instanceof Work.Attestation;
    }

    private Event.Completed checked(Message.Complete message, String id) {
        var step = lookup.step("step", id);
        if (!(step.work() instanceof Work.Attestation asked)) {
            throw new Refusal("%s is not attested: %s".formatted(id, lookup.howToAnswer(step)));
        }
        refuseAnswered(step);
        lookup.refuseOtherAttempt(step, message.attempt());
        var by = people.check(message.by(), asked.roles());
        var note = message.note();
        if (message.outcome() == Event.AttestationOutcome.NOT_NEEDED
                && !step.optional()
                && (note == null || note.isBlank())) {
            throw new Refusal("%s is not optional: NOT_NEEDED needs a reason, put it into note".formatted(id));
        }
        return new Event.Completed(
                id,
                engine.attempt(step),
                by,
                message.outcome(),
                values(step, asked, message),
                note,
                message.evidence());
    }

    private void refuseAnswered(Step step) {
        var state = engine.stateOf(step);
        if (state instanceof StepStatus.Pending pending && pending.early() != null) {
            throw new Refusal("%s was attested early by %s, and counts once the step begins"
                    .formatted(step.id(), pending.early().by()));
        }
        if (state instanceof StepStatus.Over over) {
            throw new Refusal("%s is over since %s: %s"
                    .formatted(step.id(), over.endedAt(), over.evidence().summary()));
        }
        if (state instanceof StepStatus.Failed failed) {
            throw new Refusal("%s has failed at %s: %s%s"
                    .formatted(
                            step.id(),
                            failed.at(),
                            failed.evidence().summary(),
                            failed.asks() ? ". Send resolve: RETRY asks for it again" : ""));
        }
    }

    private Map<String, Object> values(Step step, Work.Attestation asked, Message.Complete message) {
        var values = new LinkedHashMap<String, Object>();
        var problems = new ArrayList<String>();
        for (var value : asked.values()) {
            var given = message.values().get(value.name());
            if (given == null || given.toString().isBlank()) {
                if (message.outcome() == Event.AttestationOutcome.DONE) {
                    problems.add("%s (%s%s) is missing"
                            .formatted(
                                    value.name(), value.title(), value.unit() == null ? "" : ", in " + value.unit()));
                }
            } else if (value.unit() == null) {
                values.put(value.name(), given);
            } else {
                var number = number(given);
                if (number == null) {
                    problems.add("%s is '%s', needs a number in %s"
                            .formatted(value.name(), Lookup.clip(given.toString()), value.unit()));
                } else if (!value.canBe(number.doubleValue())
                        && engine.plan.rules().refusesImpossibleNumbers()) {
                    problems.add("%s is %s, needs %s".formatted(value.name(), number, value.range()));
                } else {
                    values.put(value.name(), number);
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new Refusal("%s asks for values: %s".formatted(step.id(), String.join(", ", problems)));
        }
        return values;
    }

    private static @Nullable Number number(Object given) {
        if (given instanceof Number number) {
            return Double.isFinite(number.doubleValue()) ? number : null;
        }
        if (!(given instanceof String text) || text.length() > 40) {
            return null;
        }
        try {
            return new BigDecimal(text.strip()).doubleValue();
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    /** A value that no step asks for is misspelt, and what it was meant for would be lost. */
    private Optional<String> unaskedValues(Message.Complete message, Set<String> ids) {
        var asked = new ArrayList<String>();
        for (var id : ids) {
            if (lookup.step("step", id).work() instanceof Work.Attestation attestation) {
                attestation.values().forEach(value -> asked.add(value.name()));
            }
        }
        var unknown = message.values().keySet().stream()
                .filter(name -> !asked.contains(name))
                .map(Lookup::clip)
                .toList();
        if (unknown.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("no step asks for the values %s. Asked for: %s"
                .formatted(String.join(", ", unknown), asked.isEmpty() ? "none" : String.join(", ", asked)));
    }
}
