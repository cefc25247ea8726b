package norn.deployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.UpdateInfo;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import norn.message.Message;
import norn.message.MessageHandlers;
import norn.message.Messages;
import norn.phase.PhaseHandle;
import norn.plan.Plan;
import norn.run.ActivityFailures;
import norn.run.Clock;
import norn.run.Limits;
import norn.run.MessageForwarder;
import norn.run.RunActivities;
import norn.run.Wait;
import norn.runbook.PhaseName;
import org.jspecify.annotations.Nullable;

/**
 * Takes every message of a deployment. One for the running phase it forwards, and answers what the phase answers; one for a later
 * phase is an {@linkplain EarlyMessages early message}; one that is late it refuses.
 */
final class MessageRouter implements MessageHandlers.MessageReceiver {
    private final DeploymentState state;
    private final PhaseControl control;
    private final EarlyMessages earlyMessages;
    private Supplier<Optional<String>> environment = () -> Optional.of("no day runs");
    private boolean inOrder;
    private @Nullable String closedReason;

    MessageRouter(DeploymentState state, PhaseControl control) {
        this.state = state;
        this.control = control;
        earlyMessages = new EarlyMessages(state, control);
    }

    /** By {@code taking} the environment is taken for a GO with which the day begins; it answers why it cannot be had. */
    void takeEnvironmentBy(Supplier<Optional<String>> taking) {
        environment = taking;
    }

    /** Messages come one after another, so that those that come together wait together for the next phase. */
    void inOrder(boolean areInOrder) {
        inOrder = areInOrder;
    }

    /** From now on every message is late. */
    void close(String end) {
        closedReason = end;
    }

    /** The attestations that came before the phase; they are its own now. */
    List<Message.Complete> takeEarlyAttestations(Plan plan, PhaseName phase) {
        return earlyMessages.takeAttestations(plan, phase);
    }

    /** The decisions that came before the phase; they are its own now. */
    List<Message.Decide> takeEarlyDecisions(Plan plan, PhaseName phase) {
        return earlyMessages.takeDecisions(plan, phase);
    }

    @Override
    public void recordRefusal(String message, @Nullable String by, String reason) {
        state.refuse(message, by, reason);
    }

    @Override
    public Messages.MessageAnswer receive(Message message, ObjectNode payload) {
        var timeout = timeUntilNextPhase();
        if (control.running() == null && closedReason == null && !timeout.isZero()) {
            Wait.until(
                    () -> control.running() != null || closedReason != null,
                    timeout,
                    "a message waits for the next phase");
        }
        if (closedReason != null) {
            throw state.refusal(message, "The deployment is over: " + closedReason + ".");
        }
        var plan = state.plan();
        var running = control.running();
        if (running == null || plan == null) {
            throw state.refusal(message, "No phase is running: " + control.idleReason() + ".");
        }
        var target = phaseOf(plan, message).orElse(running);
        return target == running ? forward(message, payload, running) : answerForOther(message, plan, target, running);
    }

    /** How long a message waits for the next phase: messages that come together wait together. */
    private Duration timeUntilNextPhase() {
        if (!inOrder) {
            return Limits.NEXT_PHASE_TIMEOUT;
        }
        var left = Duration.between(Clock.now(), control.idleSince().plus(Limits.NEXT_PHASE_TIMEOUT));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Messages.MessageAnswer answerForOther(Message message, Plan plan, PhaseName target, PhaseName running) {
        var isOver = target.compareTo(running) < 0 && target != PhaseName.ROLLBACK;
        if (running == PhaseName.ROLLBACK || isOver) {
            throw state.refusal(message, "Too late: %s is over, this is %s.".formatted(target, running));
        }
        return earlyMessages.receive(message, plan, target, running);
    }

    private Messages.MessageAnswer forward(Message message, ObjectNode payload, PhaseName phase) {
        var id = Workflow.getCurrentUpdateInfo()
                .map(UpdateInfo::getUpdateId)
                .orElseGet(() -> Workflow.randomUUID().toString());
        var envelope = MessageForwarder.Envelope.toPhase(PhaseHandle.id(phase), id, message.name(), payload);
        try {
            var reply = forward(envelope);
            if (reply.waitsForEnvironment()) {
                environment.get().ifPresent(reason -> {
                    throw state.refusal(message, reason);
                });
                reply = forward(envelope.again());
            }
            if (!reply.accepted()) {
                throw new MessageHandlers.RecordedRefusal(reply.text());
            }
            return new Messages.MessageAnswer(true, reply.text());
        } catch (ActivityFailure unanswered) {
            throw state.refusal(
                    message, "%s did not answer: %s.".formatted(phase, ActivityFailures.message(unanswered)));
        }
    }

    private MessageForwarder.ForwardReply forward(MessageForwarder.Envelope envelope) {
        var reply = RunActivities.forward(envelope, Limits.PHASE_ANSWER_TIMEOUT);
        if (reply.progress() != null) {
            state.add(reply.progress());
        }
        return reply;
    }

    private static Optional<PhaseName> phaseOf(Plan plan, Message message) {
        if (message instanceof Message.Decide decide) {
            return phaseOf(plan, decide.gate());
        }
        if (message instanceof Message.Resolve resolve) {
            return phaseOf(plan, resolve.step());
        }
        if (message instanceof Message.Complete complete) {
            return phaseOf(plan, complete.steps().get(0));
        }
        return Optional.empty();
    }

    private static Optional<PhaseName> phaseOf(Plan plan, String id) {
        for (var phase : PhaseName.values()) {
            if (plan.runbook().phase(phase).step(id).isPresent()) {
                return Optional.of(phase);
            }
        }
        return Optional.empty();
    }
}
