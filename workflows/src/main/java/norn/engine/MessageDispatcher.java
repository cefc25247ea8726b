package norn.engine;

import java.time.Instant;
import norn.engine.MessageDispatcher.Effect;
import norn.message.Message;
import norn.message.Refusal;
import norn.state.Event;

/** Passes each message to its rules; a phase that is ending accepts only entries of the incident log. */
record MessageDispatcher(
        EngineState engine,
        Lookup lookup,
        Readiness readiness,
        Gates gates,
        Attestations attestations,
        Failures failures,
        Criteria criteria,
        LockQuestion lockQuestion,
        OperatorMessages operatorMessages)
        implements Message.Visitor<Effect> {
    /** What a message does at a time. */
    interface Effect {
        void apply(Instant now);
    }

    /**
     * Does what the message says.
     *
     * @throws Refusal if it changes nothing
     */
    void dispatch(Message message, Instant now) {
        var phase = engine.state.phase();
        var ending = engine.state.ending();
        if (engine.state.outcome() != null) {
            throw new Refusal("phase %s is over".formatted(phase));
        }
        if (ending != null && !(message instanceof Message.Incident)) {
            throw new Refusal(
                    "phase %s is ending: %s. It waits only for what still runs".formatted(phase, ending.reason()));
        }
        message.dispatch(this).apply(now);
    }

    @Override
    public Effect on(Message.Decide message) {
        return now -> {
            // A GO that arrives together with the end of what the gate needs is no early one.
            if (message.verdict() == Event.Verdict.GO) {
                readiness.start(now, attestations);
            }
            gates.decide(message, now);
        };
    }

    @Override
    public Effect on(Message.Complete message) {
        return now -> attestations.complete(message, now);
    }

    @Override
    public Effect on(Message.Resolve message) {
        return now -> {
            var step = engine.state.definition(message.step());
            var criterion = criteria.rollbackCriterion(message.step());
            if (lockQuestion.isMeant(message)) {
                lockQuestion.resolve(message, now);
            } else if (step.isPresent()) {
                failures.resolve(step.get(), message, now);
            } else if (criterion.isPresent()) {
                criteria.resolve(criterion.get(), message, now);
            } else {
                throw lookup.unknown("step or criterion", message.step());
            }
        };
    }

    @Override
    public Effect on(Message.RollBack message) {
        return now -> operatorMessages.rollBack(message, now);
    }

    @Override
    public Effect on(Message.Reschedule message) {
        return now -> operatorMessages.reschedule(message, now);
    }

    @Override
    public Effect on(Message.Incident message) {
        return now -> operatorMessages.incident(message, now);
    }

    @Override
    public Effect on(Message.Pause message) {
        return now -> operatorMessages.pause(message, now);
    }

    @Override
    public Effect on(Message.Resume message) {
        return now -> operatorMessages.resume(message, now);
    }
}
