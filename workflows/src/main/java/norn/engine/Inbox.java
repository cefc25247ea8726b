package norn.engine;

import java.time.Instant;
import norn.engine.Inbox.Effect;
import norn.journal.Event;

/** Where each message goes; a phase that is ending takes nothing but the incident log. */
record Inbox(
        Ledger ledger,
        Lookup lookup,
        Readiness readiness,
        Gates gates,
        Attestations attestations,
        Failures failures,
        Criteria criteria,
        Orders orders)
        implements Message.Listener<Effect> {
    /** What a message does at a time. */
    interface Effect {
        void at(Instant now);
    }

    /**
     * Does what the message says.
     *
     * @throws Refusal if it changes nothing
     */
    void take(Message message, Instant now) {
        var phase = ledger.state.phase();
        var ending = ledger.state.ending();
        if (ledger.state.outcome() != null) throw new Refusal("phase %s is over".formatted(phase));
        if (ending != null && !(message instanceof Message.Incident))
            throw new Refusal(
                    "phase %s is ending: %s. It waits only for what still runs".formatted(phase, ending.reason()));
        message.tell(this).at(now);
    }

    @Override
    public Effect on(Message.Decide message) {
        return now -> {
            // A GO that arrives together with the end of what the gate needs is no early one.
            if (message.verdict() == Event.Verdict.GO) readiness.begin(now, attestations);
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
            var step = ledger.state.definition(message.step());
            var criterion = criteria.rollbackCriterion(message.step());
            if (step.isPresent()) failures.resolve(step.get(), message, now);
            else if (criterion.isPresent()) criteria.resolve(criterion.get(), message, now);
            else throw lookup.unknown("step or criterion", message.step());
        };
    }

    @Override
    public Effect on(Message.RollBack message) {
        return now -> orders.rollBack(message, now);
    }

    @Override
    public Effect on(Message.Reschedule message) {
        return now -> orders.reschedule(message, now);
    }

    @Override
    public Effect on(Message.Incident message) {
        return now -> orders.incident(message, now);
    }

    @Override
    public Effect on(Message.Pause message) {
        return now -> orders.pause(message, now);
    }

    @Override
    public Effect on(Message.Resume message) {
        return now -> orders.resume(message, now);
    }
}
