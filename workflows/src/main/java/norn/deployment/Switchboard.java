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
import norn.engine.Begin;
import norn.engine.Message;
import norn.engine.PhaseEngine;
import norn.journal.Event;
import norn.plan.Plan;
import norn.runbook.PhaseName;
import org.jspecify.annotations.Nullable;

/**
 * Takes every message of a deployment: what is for the running phase it passes on, and answers what the phase answers; of what
 * is for a later phase it keeps attestations, refuses GO, and takes NO_GO at once; what is late it refuses.
 */
final class Switchboard implements Mailbox.Receiver {
    private static final Duration PATIENCE_BETWEEN_PHASES = Duration.ofSeconds(10);
    private static final Duration PATIENCE_WITH_PHASE = Duration.ofSeconds(60);

    private final Chronicle chronicle;
    private final List<Message.Complete> kept = new ArrayList<>();
    private final Deque<Runnable> errands = new ArrayDeque<>();
    private @Nullable PhaseName running;
    private String meanwhile = "the plan is being made";
    private @Nullable String over;
    private @Nullable String stopped;

    Switchboard(Chronicle chronicle) {
        this.chronicle = chronicle;
    }

    /** From now on messages are for that phase. */
    void connect(PhaseName phase) {
        running = phase;
    }

    /** No phase runs now, because of {@code why}. */
    void disconnect(String why) {
        running = null;
        meanwhile = why;
    }

    /** From now on everything is late. */
    void close(String end) {
        over = end;
    }

    /** Why the deployment is to stop where it stands; null: it is not. */
    @Nullable
    String stopped() {
        return stopped;
    }

    /** A NO_GO where it stands. */
    void stop(String reason) {
        if (stopped == null) stopped = reason;
        toPhase(PhaseWorkflow.STOP, reason);
    }

    /** Sends the running phase a signal of Norn's own. */
    void toPhase(String signal, Object argument) {
        errands.add(() -> {
            if (running != null) Runs.signal(PhaseChild.id(running), signal, argument);
        });
    }

    boolean hasErrands() {
        return !errands.isEmpty();
    }

    /** Does what handlers left to the main thread. */
    void runErrands() {
        while (!errands.isEmpty()) errands.remove().run();
    }

    /** Attestations that came before their phase; they are the phase's now. */
    List<Message.Complete> keptFor(Plan plan, PhaseName phase) {
        var mine = kept.stream()
                .filter(message -> message.steps().stream()
                        .allMatch(step -> plan.runbook().phase(phase).step(step).isPresent()))
                .toList();
        kept.removeAll(mine);
        return mine;
    }

    @Override
    public void refused(String message, @Nullable String by, String reason) {
        chronicle.refuse(message, by, reason);
    }

    @Override
    public Messages.Answer receive(Message message, ObjectNode payload) {
        if (running == null && over == null)
            Wait.until(
                    () -> running != null || over != null,
                    PATIENCE_BETWEEN_PHASES,
                    "a message waits for the next phase");
        var plan = chronicle.plan();
        if (over != null) throw refusal(message, "The deployment is over: " + over + ".");
        if (running == null || plan == null) throw refusal(message, "No phase runs just now: " + meanwhile + ".");
        var about = phaseOf(plan, message);
        if (about.isPresent() && about.get() != running) return other(message, about.get(), running);
        return forward(message, payload, running);
    }

    private Messages.Answer other(Message message, PhaseName about, PhaseName now) {
        if (now == PhaseName.ROLLBACK || (about.compareTo(now) < 0 && about != PhaseName.ROLLBACK))
            throw refusal(message, "Too late: %s is over, this is %s.".formatted(about, now));
        var plan = chronicle.plan();
        if (plan == null) throw refusal(message, "No phase runs just now: " + meanwhile + ".");
        if (message instanceof Message.Complete complete) {
            for (var step : complete.steps())
                if (plan.runbook().phase(about).step(step).isEmpty())
                    throw refusal(
                            message,
                            "%s is not a step of %s as the others are: none was taken.".formatted(step, about));
            judgeEarly(plan, about, message);
            kept.add(complete);
            return new Messages.Answer(true, "kept until " + about + " begins");
        }
        if (message instanceof Message.Decide decide && decide.verdict() == Event.Verdict.NO_GO) {
            if (about == PhaseName.ROLLBACK)
                throw refusal(message, "No rollback runs: there is nothing to decide at %s.".formatted(decide.gate()));
            judgeEarly(plan, about, message);
            stop("NO_GO at %s by %s%s"
                    .formatted(decide.gate(), decide.by(), decide.note() == null ? "" : ": " + decide.note()));
            return new Messages.Answer(true, "the deployment stops where it stands");
        }
        throw refusal(
                message,
                "Too early: it belongs to %s, this is %s. Send it once it is waited for.".formatted(about, now));
    }

    /** Refuses what the phase would refuse once it has begun: who may say it, and of what, is known before. */
    private void judgeEarly(Plan plan, PhaseName about, Message message) {
        var mine = kept.stream()
                .filter(early ->
                        plan.runbook().phase(about).step(early.steps().get(0)).isPresent())
                .toList();
        var id = Workflow.getInfo().getWorkflowId();
        var begin = new Begin(about, id, chronicle.t0(), chronicle.goLiveAt(), false, mine, null, null);
        var answer = new PhaseEngine(plan.only(about), begin, Clock.now()).accept(message, Clock.now());
        if (!answer.accepted()) throw refusal(message, answer.text());
    }

    private Messages.Answer forward(Message message, ObjectNode payload, PhaseName phase) {
        var id = Workflow.getCurrentUpdateInfo()
                .map(UpdateInfo::getUpdateId)
                .orElseGet(() -> Workflow.randomUUID().toString());
        try {
            var answer = ActivityCalls.forwarding(PATIENCE_WITH_PHASE)
                    .forward(new Forward.Letter(PhaseChild.id(phase), id, message.name(), payload, true));
            if (answer.news() != null) chronicle.add(answer.news());
            if (!answer.accepted()) throw new Mailbox.Refusal(answer.text());
            return new Messages.Answer(true, answer.text());
        } catch (ActivityFailure unanswered) {
            throw refusal(
                    message,
                    "%s did not answer: %s."
                            .formatted(
                                    phase,
                                    ActivityCalls.failed("", 1, unanswered).message()));
        }
    }

    private Mailbox.Refusal refusal(Message message, String reason) {
        chronicle.refuse(message.name(), message.by(), reason);
        return new Mailbox.Refusal(reason);
    }

    private static Optional<PhaseName> phaseOf(Plan plan, Message message) {
        if (message instanceof Message.Decide decide) return phaseOf(plan, decide.gate());
        if (message instanceof Message.Resolve resolve) return phaseOf(plan, resolve.step());
        if (message instanceof Message.Complete complete)
            return phaseOf(plan, complete.steps().get(0));
        return Optional.empty();
    }

    private static Optional<PhaseName> phaseOf(Plan plan, String id) {
        for (var phase : PhaseName.values())
            if (plan.runbook().phase(phase).step(id).isPresent()) return Optional.of(phase);
        return Optional.empty();
    }
}
