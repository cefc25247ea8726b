package norn.deployment;

import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import norn.engine.PhaseContext;
import norn.engine.PhaseEngine;
import norn.message.Message;
import norn.message.Messages;
import norn.plan.Plan;
import norn.run.Clock;
import norn.runbook.PhaseName;
import norn.state.Event;

/** Messages for a later phase: an attestation is saved until that phase starts, a GO is refused. A NO_GO counts at once; once users are in, it is saved. */
final class EarlyMessages {
    private final DeploymentState state;
    private final PhaseControl control;
    private final List<Message.Complete> attestations = new ArrayList<>();
    private final List<Message.Decide> decisions = new ArrayList<>();

    EarlyMessages(DeploymentState state, PhaseControl control) {
        this.state = state;
        this.control = control;
    }

    /** The attestations for that phase, which are its own from now on. */
    List<Message.Complete> takeAttestations(Plan plan, PhaseName phase) {
        var taken = attestations.stream()
                .filter(message -> message.steps().stream().allMatch(step -> isStepOf(plan, phase, step)))
                .toList();
        attestations.removeAll(taken);
        return taken;
    }

    /** The decisions at gates of that phase, which are its own from now on. */
    List<Message.Decide> takeDecisions(Plan plan, PhaseName phase) {
        var taken = decisions.stream()
                .filter(message -> isStepOf(plan, phase, message.gate()))
                .toList();
        decisions.removeAll(taken);
        return taken;
    }

    /** Answers a message for {@code target}, which has not started. */
    Messages.MessageAnswer receive(Message message, Plan plan, PhaseName target, PhaseName running) {
        if (message instanceof Message.Complete complete) {
            return save(complete, plan, target);
        }
        if (message instanceof Message.Decide decide && decide.verdict() == Event.Verdict.NO_GO) {
            return stop(decide, plan, target);
        }
        throw state.refusal(
                message,
                "Too early: this message is for %s, and %s is running. Send it again when the checklist lists it as waiting."
                        .formatted(target, running));
    }

    private Messages.MessageAnswer save(Message.Complete complete, Plan plan, PhaseName target) {
        for (var step : complete.steps()) {
            if (!isStepOf(plan, target, step)) {
                throw state.refusal(
                        complete,
                        "%s is not a step of %s as the others are: none was accepted.".formatted(step, target));
            }
        }
        check(complete, plan, target);
        attestations.add(complete);
        return new Messages.MessageAnswer(true, "saved until " + target + " starts");
    }

    private Messages.MessageAnswer stop(Message.Decide decide, Plan plan, PhaseName target) {
        if (target == PhaseName.ROLLBACK) {
            throw state.refusal(
                    decide, "No rollback is running: there is nothing to decide at %s.".formatted(decide.gate()));
        }
        check(decide, plan, target);
        if (state.goLiveAt() != null && plan.rules().keepsEarlyNoGoOnceLive()) {
            decisions.add(decide);
            return new Messages.MessageAnswer(true, "saved until " + target + " starts; it ends no watch");
        }
        control.stop("NO_GO at %s by %s%s"
                .formatted(decide.gate(), decide.by(), decide.note() == null ? "" : ": " + decide.note()));
        return new Messages.MessageAnswer(true, "the deployment stops where it stands");
    }

    /** Refuses what the phase would refuse once it has started: who may say it, and of what, is known already. */
    private void check(Message message, Plan plan, PhaseName target) {
        var earlier = attestations.stream()
                .filter(early -> isStepOf(plan, target, early.steps().get(0)))
                .toList();
        var context = PhaseContext.of(target, Workflow.getInfo().getWorkflowId())
                .at(state.t0(), state.goLiveAt())
                .withEarlyAttestations(earlier)
                .withEarlyDecisions(decisions.stream()
                        .filter(early -> isStepOf(plan, target, early.gate()))
                        .toList());
        var answer = new PhaseEngine(plan.only(target), context, Clock.now()).accept(message, Clock.now());
        if (!answer.accepted()) {
            throw state.refusal(message, answer.text());
        }
    }

    private static boolean isStepOf(Plan plan, PhaseName phase, String step) {
        return plan.runbook().phase(phase).step(step).isPresent();
    }
}
