package norn.engine;

import java.time.Instant;
import norn.message.Message;
import norn.message.Refusal;
import norn.runbook.PhaseName;
import norn.state.Event;
import norn.state.LostLock;

/** What people decide where another run has taken the lock of a phase: whoever had it may have changed the environment. */
final class LockQuestion {
    private final EngineState engine;
    private final People people;
    private final StopRules stopRules;
    private final Lookup lookup;

    LockQuestion(EngineState engine, People people, StopRules stopRules, Lookup lookup) {
        this.engine = engine;
        this.people = people;
        this.stopRules = stopRules;
        this.lookup = lookup;
    }

    /** It was lost, or is held again; a phase that is ending starts nothing any more, and asks nobody. */
    void record(Event event, Instant now) {
        if (engine.state.ending() == null) {
            engine.write(event, now);
        }
    }

    /** Whether the message answers it. */
    boolean isMeant(Message.Resolve message) {
        return engine.state.lostLock() != null && message.step().equals(LostLock.ID);
    }

    /** A person lets the phase go on once it has the lock again, or stops it where it stands. */
    void resolve(Message.Resolve message, Instant now) {
        var lost = engine.state.lostLock();
        if (lost == null || !lost.isOpen()) {
            throw new Refusal("%s is answered already: it goes on once the lock is free. To stop it send rollBack. %s"
                    .formatted(LostLock.ID, lookup.waitingText()));
        }
        var attempt = message.attempt();
        if (attempt != null && attempt != lost.attempt()) {
            throw new Refusal("%s is at attempt %d, the answer is for attempt %d"
                    .formatted(LostLock.ID, lost.attempt(), attempt));
        }
        var choice = message.choice();
        if (choice != Event.Choice.RETRY && choice != Event.Choice.ROLL_BACK) {
            throw new Refusal("%s: choose RETRY or ROLL_BACK, not %s".formatted(LostLock.ID, choice));
        }
        var by = people.check(message.by(), engine.state.consequences().responsibleRoles());
        engine.write(new Event.Resolved(LostLock.ID, lost.attempt(), choice, by, message.note()), now);
        if (choice == Event.Choice.ROLL_BACK) {
            stop("%s chose ROLL_BACK, since %s had taken the lock".formatted(by, lost.holder()), by, now);
        }
    }

    private void stop(String reason, String by, Instant now) {
        if (engine.state.phase() == PhaseName.ROLLBACK) {
            stopRules.giveUp(reason, now);
        } else {
            stopRules.orderRollback(RollbackOrder.of(reason, by), now);
        }
    }
}
