package norn.engine;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.message.Message;
import norn.message.Refusal;
import norn.runbook.Criterion;
import norn.runbook.PhaseName;
import norn.runbook.StepPurpose;
import norn.state.Event;
import norn.state.Evidence;
import norn.state.Question;
import org.jspecify.annotations.Nullable;

/** The rollback criteria of the plan: what meets them, and what people decide then. */
final class Criteria {
    /** What an evidence says of criteria of which nobody can say whether they are met: the reason, by id. */
    private static final String UNKNOWN = "unknownCriteria";

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

    /**
     * An action found criteria to be met, or that nobody can say any more whether they are. {@code alreadyReported} are those that
     * the same watch has reported before.
     */
    void met(String step, Evidence evidence, List<String> alreadyReported, Instant now) {
        var unknown = evidence.values().get(UNKNOWN) instanceof Map<?, ?> reasons ? reasons : Collections.emptyMap();
        for (var id : evidence.met()) {
            if (!engine.plan.rules().keepCoversWhatWasSeen() && alreadyReported.contains(id)) {
                continue;
            }
            var criterion = rollbackCriterion(id);
            if (criterion.isEmpty()) {
                engine.write(new Event.Refused("met", "machine", "%s: no such criterion".formatted(id)), now);
            } else if (unknown.get(id) != null) {
                var reason = "nobody can say whether it is met: %s".formatted(unknown.get(id));
                met(criterion.get(), new Sighting(step, reason, null, true), now);
            } else {
                var value = evidence.values().get(String.valueOf(criterion.get().measure()));
                met(
                        criterion.get(),
                        new Sighting(
                                step,
                                detail(criterion.get(), evidence.values(), evidence.summary()),
                                value instanceof Number number ? (Double) number.doubleValue() : null,
                                false),
                        now);
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
                var detail = detail(criterion, values, criterion.title());
                met(criterion, new Sighting(step, detail, value.doubleValue(), false), now);
            }
        }
    }

    /** What a step saw of a criterion; {@code value} is null where nothing was measured. */
    private record Sighting(
            String step, String detail, @Nullable Double value, boolean unknown) {}

    private void met(Criterion criterion, Sighting seen, Instant now) {
        var previous = engine.state.questions().get(criterion.id());
        var attempt = 1;
        if (previous != null) {
            if (previous.open() ? !isNew(previous, criterion, seen, now) : isCovered(previous, criterion, seen, now)) {
                return;
            }
            attempt = previous.open() ? previous.attempt() : previous.attempt() + 1;
        }
        engine.write(
                new Event.CriterionMet(
                        criterion.id(), attempt, seen.step(), seen.detail(), seen.value(), seen.unknown()),
                now);
        var reason = "%s: %s".formatted(criterion.id(), seen.detail());
        engine.page(criterion.id(), reason);
        if (seen.unknown() || engine.state.ending() != null || engine.state.phase() == PhaseName.ROLLBACK) {
            return;
        }
        if (criterion.response() == Criterion.Response.ROLL_BACK) {
            stopRules.orderAutomatically(criterion, reason, now);
        }
    }

    /** What people who are being asked must hear: it is clearly worse than what they were notified of, or was not known then. */
    private boolean isNew(Question asked, Criterion criterion, Sighting seen, Instant now) {
        return engine.plan.rules().keepCoversWhatWasSeen()
                && !(seen.unknown() && !asked.unknown())
                && (asked.unknown() != seen.unknown()
                        || !asked.covers(
                                seen.value(),
                                now,
                                criterion.comparison(),
                                engine.plan.policy().asking()));
    }

    /** Whether a person has said KEEP to this already. A watch hears of it with its order, and reports nothing that is covered. */
    private boolean isCovered(Question answered, Criterion criterion, Sighting seen, Instant now) {
        var isWatch = engine.state
                .definition(seen.step())
                .filter(step -> step.serves(StepPurpose.WATCHES))
                .isPresent();
        return engine.plan.rules().keepCoversWhatWasSeen()
                && !isWatch
                && !seen.unknown()
                && answered.covers(
                        seen.value(),
                        now,
                        criterion.comparison(),
                        engine.plan.policy().asking());
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
        if (choice == Event.Choice.ROLL_BACK) {
            stopRules.requireWayBack();
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
        var staysOpen = engine.state.consequences().staysOpen(question);
        engine.write(new Event.DeadlinePassed(question.criterion(), question.attempt()), now);
        var reason = "nobody answered %s in time: %s".formatted(question.criterion(), question.detail());
        if (staysOpen) {
            engine.page(question.criterion(), "%s: %s".formatted(reason, StopRules.NOTHING_UNASKED));
            return;
        }
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
