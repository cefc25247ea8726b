package norn.deployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.UpdateInfo;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import norn.engine.PhaseContext;
import norn.engine.PhaseEngine;
import norn.message.Message;
import norn.message.MessageHandlers;
import norn.message.Messages;
import norn.phase.PhaseHandle;
import norn.phase.PhaseWorkflow;
import norn.plan.Plan;
import norn.run.ActivityCalls;
import norn.run.Clock;
import norn.run.MessageForwarder;
import norn.run.OtherRuns;
import norn.run.Wait;
import norn.runbook.PhaseName;
import norn.state.Event;
import org.jspecify.annotations.Nullable;

/**
 * Takes every message of a deployment: what is for the running phase it passes on, and answers what the phase answers; of what
 * is for a later phase it keeps attestations, refuses GO, and takes NO_GO at once; what is late it refuses.
 */
final class MessageRouter implements MessageHandlers.MessageReceiver {
    private static final Duration NEXT_PHASE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PHASE_ANSWER_TIMEOUT = Duration.ofSeconds(60);

    private final DeploymentState state;
    private final List<Message.Complete> earlyAttestations = new ArrayList<>();
    private final Deque<Runnable> pendingSignals = new ArrayDeque<>();
    private @Nullable PhaseName running;
    private String idleReason = "the plan is being made";
    private @Nullable String closedReason;
    private @Nullable String stopReason;

    MessageRouter(DeploymentState state) {
        this.state = state;
    }

    /** From now on messages are for that phase. */
    void connect(PhaseName phase) {
        running = phase;
    }

    /** No phase runs now, because of {@code why}. */
    void disconnect(String why) {
        running = null;
        idleReason = why;
    }

    /** From now on everything is late. */
    void close(String end) {
        closedReason = end;
    }

    /** Why the deployment is to stop where it stands; null: it is not. */
    @Nullable
    String stopReason() {
        return stopReason;
    }

    /** A NO_GO where it stands. */
    void stop(String reason) {
        if (stopReason == null) {
            stopReason = reason;
        }
        signalPhase(PhaseWorkflow.STOP, reason);
    }

    /** Sends the running phase a signal of Norn's own. */
    void signalPhase(String signal, Object argument) {
        pendingSignals.add(() -> {
            if (running != null) {
                OtherRuns.signal(PhaseHandle.id(running), signal, argument);
            }
        });
    }

    boolean hasPendingSignals() {
        return !pendingSignals.isEmpty();
    }

    /** Does what handlers left to the main thread. */
    void sendPendingSignals() {
        while (!pendingSignals.isEmpty()) {
            pendingSignals.remove().run();
        }
    }

    /** Attestations that came before their phase; they are the phase's now. */
    List<Message.Complete> takeEarlyAttestations(Plan plan, PhaseName phase) {
        var attestations = earlyAttestations.stream()
                .filter(message -> message.steps().stream()
                        .allMatch(step -> plan.runbook().phase(phase).step(step).isPresent()))
                .toList();
        earlyAttestations.removeAll(attestations);
        return attestations;
    }

    @Override
    public void recordRefusal(String message, @Nullable String by, String reason) {
        state.refuse(message, by, reason);
    }

    @Override
    public Messages.MessageAnswer receive(Message message, ObjectNode payload) {
        if (running == null && closedReason == null) {
            Wait.until(
                    () -> running != null || closedReason != null,
                    NEXT_PHASE_TIMEOUT,
                    "a message waits for the next phase");
        }
        var plan = state.plan();
        if (closedReason != null) {
            throw refusal(message, "The deployment is over: " + closedReason + ".");
        }
        if (running == null || plan == null) {
            throw refusal(message, "No phase runs just now: " + idleReason + ".");
        }
        var targetPhase = phaseOf(plan, message);
        if (targetPhase.isPresent() && targetPhase.get() != running) {
            return answerForOtherPhase(message, targetPhase.get(), running);
        }
        return forward(message, payload, running);
    }

    private Messages.MessageAnswer answerForOtherPhase(Message message, PhaseName targetPhase, PhaseName currentPhase) {
        if (currentPhase == PhaseName.ROLLBACK
                || (targetPhase.compareTo(currentPhase) < 0 && targetPhase != PhaseName.ROLLBACK)) {
            throw refusal(message, "Too late: %s is over, this is %s.".formatted(targetPhase, currentPhase));
        }
        var plan = state.plan();
        if (plan == null) {
            throw refusal(message, "No phase runs just now: " + idleReason + ".");
        }
        if (message instanceof Message.Complete complete) {
            for (var step : complete.steps()) {
                if (plan.runbook().phase(targetPhase).step(step).isEmpty()) {
                    throw refusal(
                            message,
                            "%s is not a step of %s as the others are: none was taken.".formatted(step, targetPhase));
                }
            }
            checkEarly(plan, targetPhase, message);
            earlyAttestations.add(complete);
            return new Messages.MessageAnswer(true, "kept until " + targetPhase + " begins");
        }
        if (message instanceof Message.Decide decide && decide.verdict() == Event.Verdict.NO_GO) {
            if (targetPhase == PhaseName.ROLLBACK) {
                throw refusal(message, "No rollback runs: there is nothing to decide at %s.".formatted(decide.gate()));
            }
            checkEarly(plan, targetPhase, message);
            stop("NO_GO at %s by %s%s"
                    .formatted(decide.gate(), decide.by(), decide.note() == null ? "" : ": " + decide.note()));
            return new Messages.MessageAnswer(true, "the deployment stops where it stands");
        }
        throw refusal(
                message,
                "Too early: it belongs to %s, this is %s. Send it once it is waited for."
                        .formatted(targetPhase, currentPhase));
    }

    /** Refuses what the phase would refuse once it has begun: who may say it, and of what, is known before. */
    private void checkEarly(Plan plan, PhaseName targetPhase, Message message) {
        var attestations = earlyAttestations.stream()
                .filter(early -> plan.runbook()
                        .phase(targetPhase)
                        .step(early.steps().get(0))
                        .isPresent())
                .toList();
        var id = Workflow.getInfo().getWorkflowId();
        var context = PhaseContext.of(targetPhase, id)
                .at(state.t0(), state.goLiveAt())
                .withEarlyAttestations(attestations);
        var answer = new PhaseEngine(plan.only(targetPhase), context, Clock.now()).accept(message, Clock.now());
        if (!answer.accepted()) {
            throw refusal(message, answer.text());
        }
    }

    private Messages.MessageAnswer forward(Message message, ObjectNode payload, PhaseName phase) {
        var id = Workflow.getCurrentUpdateInfo()
                .map(UpdateInfo::getUpdateId)
                .orElseGet(() -> Workflow.randomUUID().toString());
        try {
            var answer = ActivityCalls.forwarding(PHASE_ANSWER_TIMEOUT)
                    .forward(new MessageForwarder.Envelope(PhaseHandle.id(phase), id, message.name(), payload, true));
            if (answer.progress() != null) {
                state.add(answer.progress());
            }
            if (!answer.accepted()) {
                throw new MessageHandlers.RecordedRefusal(answer.text());
            }
            return new Messages.MessageAnswer(true, answer.text());
        } catch (ActivityFailure unanswered) {
            throw refusal(
                    message,
                    "%s did not answer: %s."
                            .formatted(
                                    phase,
                                    ActivityCalls.failed("", 1, unanswered).message()));
        }
    }

    private MessageHandlers.RecordedRefusal refusal(Message message, String reason) {
        state.refuse(message.name(), message.by(), reason);
        return new MessageHandlers.RecordedRefusal(reason);
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
