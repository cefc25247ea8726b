package norn.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.message.Message;
import norn.message.Refusal;
import norn.runbook.Criterion;
import norn.runbook.PhaseName;
import norn.state.Event;
import norn.state.Evidence;
import norn.state.Question;

/** The rollback criteria of the plan: what meets them, and what people decide then. */
final class Criteria {
    private final EngineState engine;
    private final People people;
    private final StopRules stopRules;
    private final Lookup lookup;

    Criteria(EngineState engine, People people, StopRules stopRules, Lookup lookup) {
        this.engine = engine;
        this.people = people;
        this.stopRules = stopRules;
        this.lookup = lookup;
    }

    /** An action found criteria to be met. {@code alreadyReported} are those that the same watch has reported before. */
    void met(String step, Evidence evidence, List<String> alreadyReported, Instant now) {
        for (var id : evidence.met()) {
            if (alreadyReported.contains(id)) {
                continue;
            }
            var criterion = rollbackCriterion(id);
            if (criterion.isPresent()) {
                met(criterion.get(), step, detail(criterion.get(), evidence.values(), evidence.summary()), now);
            } else {
                engine.write(new Event.Refused("met", "machine", "%s: no such criterion".formatted(id)), now);
            }
        }
    }

    /** A person attested values: they are compared with the limits like measured ones. */
    void measured(String step, Map<String, Object> values, Instant now) {
        for (var criterion : engine.plan.runbook().criteria()) {
            if (criterion.purpose() != Criterion.Purpose.ROLLBACK) {
                continue;
            }
            var limit = engine.plan.policy().thresholds().get(String.valueOf(criterion.threshold()));
            if (limit != null
                    && values.get(String.valueOf(criterion.measure())) instanceof Number value
                    && criterion.comparison().holds(value.doubleValue(), limit)) {
                met(criterion, step, detail(criterion, values, criterion.title()), now);
            }
        }
    }

    private void met(Criterion criterion, String step, String detail, Instant now) {
        var previous = engine.state.questions().get(criterion.id());
        if (previous != null && previous.open()) {
            return;
        }
        var attempt = previous == null ? 1 : previous.attempt() + 1;
        engine.write(new Event.CriterionMet(criterion.id(), attempt, step, detail), now);
        var reason = "%s: %s".formatted(criterion.id(), detail);
        engine.page(criterion.id(), reason);
        if (engine.state.ending() != null || engine.state.phase() == PhaseName.ROLLBACK) {
            return;
        }
        if (criterion.response() == Criterion.Response.ROLL_BACK) {
            stopRules.orderAutomatically(criterion, reason, now);
        }
    }

    /** A person says KEEP or ROLL_BACK. */
    void resolve(Criterion criterion, Message.Resolve message, Instant now) {
        var question = engine.state.questions().get(criterion.id());
        if (question == null || !question.open()) {
            throw new Refusal("%s %s. To order a rollback send rollBack. %s"
                    .formatted(
                            criterion.id(),
                            question == null ? "has not been met" : "is no longer open",
                            lookup.waitingText()));
        }
        var attempt = message.attempt();
        if (attempt != null && attempt != question.attempt()) {
            throw new Refusal("%s is at attempt %d, the answer is for attempt %d"
                    .formatted(criterion.id(), question.attempt(), attempt));
        }
        var choice = message.choice();
        if (choice != Event.Choice.KEEP && choice != Event.Choice.ROLL_BACK) {
            throw new Refusal("%s is a criterion: choose KEEP or ROLL_BACK, not %s".formatted(criterion.id(), choice));
        }
        var by = people.check(message.by(), engine.state.consequences().responsibleRoles());
        engine.write(new Event.Resolved(criterion.id(), question.attempt(), choice, by, message.note()), now);
        if (choice == Event.Choice.ROLL_BACK) {
            var reason = "%s chose ROLL_BACK at %s: %s".formatted(by, criterion.id(), question.detail());
            stopRules.orderRollback(RollbackOrder.of(criterion, reason, by), now);
        }
    }

    /** Nobody answered in time. */
    void expire(Question asked, Instant now) {
        var question = engine.state.questions().get(asked.criterion());
        if (question == null || !question.open()) {
            return;
        }
        var criterion = engine.state.criterion(question.criterion());
        engine.write(new Event.DeadlinePassed(question.criterion(), question.attempt()), now);
        var reason = "nobody answered %s in time: %s".formatted(question.criterion(), question.detail());
        engine.page(question.criterion(), reason + ". What loses no data is rolled back");
        criterion.ifPresent(met -> stopRules.orderUnanswered(met, reason, now));
    }

    Optional<Criterion> rollbackCriterion(String id) {
        return engine.state.criterion(id).filter(criterion -> criterion.purpose() == Criterion.Purpose.ROLLBACK);
    }

    private String detail(Criterion criterion, Map<String, Object> values, String otherwise) {
        var measure = criterion.measure();
        var threshold = criterion.threshold();
        if (measure == null || threshold == null || !values.containsKey(measure)) {
            return otherwise;
        }
        return "%s is %s, %s the limit of %s"
                .formatted(
                        measure,
                        values.get(measure),
                        criterion.comparison() == Criterion.Comparison.ABOVE ? "above" : "below",
                        engine.plan.policy().thresholds().get(threshold));
    }
}
