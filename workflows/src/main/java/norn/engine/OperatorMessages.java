package norn.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import norn.message.Message;
import norn.message.Refusal;
import norn.runbook.PhaseName;
import norn.state.Event;
import norn.state.Position;

/** The messages that people may send at any time: rollBack, reschedule, pause, resume, incident. */
final class OperatorMessages {
    private static final List<String> SEVERITIES = List.of("P1", "P2", "P3");
    private static final List<String> STATES = List.of("OPEN", "CLOSED");

    /** A T-0 later than this is a typing error, and no timer reaches it. */
    private static final Duration MAX_T0_DISTANCE = Duration.ofDays(3653);

    /** So many incidents, pauses and changes of T-0 a phase records: whatever is flooding it must not end it. */
    private static final int MAX_UNASKED = 500;

    private final EngineState engine;
    private final People people;
    private final StopRules stopRules;
    private final Lookup lookup;

    OperatorMessages(EngineState engine, People people, StopRules stopRules, Lookup lookup) {
        this.engine = engine;
        this.people = people;
        this.stopRules = stopRules;
        this.lookup = lookup;
    }

    void rollBack(Message.RollBack message, Instant now) {
        if (engine.state.phase() == PhaseName.ROLLBACK) {
            throw new Refusal("the rollback is under way already. %s".formatted(lookup.waitingText()));
        }
        var by = people.check(message.by(), engine.state.consequences().responsibleRoles());
        if (message.reason().isBlank()) {
            throw new Refusal("a rollback needs a reason: put it into reason");
        }
        if (message.to() == null) {
            stopRules.requireWayBack();
        }
        var criterion = message.criterion() == null ? null : lookup.criterion(message.criterion());
        if (message.to() != null && engine.state.position() == Position.BEFORE_CHANGE) {
            throw new Refusal(
                    "nothing was changed yet, so that the order would only stop the deployment, and not go back to %s. Send it without to, or start Rollback once the deployment is over"
                            .formatted(message.to()));
        }
        var reason = "%s, ordered by %s".formatted(message.reason().strip(), by);
        var order = criterion == null ? RollbackOrder.of(reason, by) : RollbackOrder.of(criterion, reason, by);
        stopRules.orderRollback(order.inMode(message.mode()).backTo(message.to()), now);
    }

    private void refuseFlood() {
        if (engine.plan.rules().boundsMessages() && engine.unaskedMessages() >= MAX_UNASKED) {
            throw new Refusal(
                    "phase %s has taken %d incidents, pauses and changes of T-0, and takes no more of them; every other message counts as before"
                            .formatted(engine.state.phase(), MAX_UNASKED));
        }
    }

    void reschedule(Message.Reschedule message, Instant now) {
        refuseFlood();
        var t0 = engine.state.t0();
        if (engine.state.phase() != PhaseName.PRE_DEPLOYMENT && engine.state.phase() != PhaseName.DEPLOYMENT_DAY) {
            throw new Refusal("T-0 is over in phase %s".formatted(engine.state.phase()));
        }
        if (engine.state.hasChanged() || (t0 != null && !now.isBefore(t0))) {
            throw new Refusal("T-0 has come%s; it can be moved no more".formatted(t0 == null ? "" : " at " + t0));
        }
        if (!message.t0().isAfter(now)) {
            throw new Refusal("t0 is %s, which is past; it is %s now".formatted(message.t0(), now));
        }
        if (message.t0().isAfter(now.plus(MAX_T0_DISTANCE))) {
            throw new Refusal("t0 is %s, more than ten years away".formatted(message.t0()));
        }
        var by = people.check(message.by(), engine.state.consequences().responsibleRoles());
        engine.write(new Event.T0Set(message.t0(), by, message.note()), now);
    }

    void incident(Message.Incident message, Instant now) {
        refuseFlood();
        if (message.id().isBlank()) {
            throw new Refusal("an incident needs an id");
        }
        if (!SEVERITIES.contains(message.severity())) {
            throw new Refusal("severity is '%s'. Known: %s"
                    .formatted(Lookup.clip(message.severity()), String.join(", ", SEVERITIES)));
        }
        if (!STATES.contains(message.state())) {
            throw new Refusal(
                    "state is '%s'. Known: %s".formatted(Lookup.clip(message.state()), String.join(", ", STATES)));
        }
        var by = people.checkAnyRole(message.by());
        engine.write(
                new Event.IncidentLogged(message.id(), message.severity(), message.summary(), message.state(), by),
                now);
    }

    void pause(Message.Pause message, Instant now) {
        refuseFlood();
        if (engine.state.pausedAt() != null) {
            throw new Refusal(
                    "it is paused since %s by %s".formatted(engine.state.pausedAt(), engine.state.pausedBy()));
        }
        engine.write(
                new Event.Paused(
                        people.check(message.by(), engine.state.consequences().responsibleRoles()), message.note()),
                now);
    }

    void resume(Message.Resume message, Instant now) {
        if (engine.state.pausedAt() == null) {
            throw new Refusal("it is not paused");
        }
        if (PhaseEngine.DRIVER.equals(engine.state.pausedBy())) {
            throw new Refusal(
                    "it is suspended while another deployment changes the environment, and resumes by itself");
        }
        engine.write(
                new Event.Resumed(
                        people.check(message.by(), engine.state.consequences().responsibleRoles()), message.note()),
                now);
    }
}
