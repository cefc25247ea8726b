package norn.phase;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import norn.message.MessageHandlers;
import norn.message.MessageReader;
import norn.run.Clock;
import norn.run.DetachedWork;
import norn.run.FenceGrant;
import norn.run.Limits;
import norn.run.MessageForwarder;
import norn.run.OtherRuns;
import norn.run.RunSnapshot;
import norn.run.Wait;
import norn.state.PhaseOutcome;
import org.jspecify.annotations.Nullable;

/** A phase as the child of a deployment: it obeys the deployment, reports to it, and takes the messages that it forwards. */
public final class PhaseSession implements PhaseRun.PhaseOwner {
    private final PhaseInput input;
    private final PhaseRun run;
    private final ProgressReporter reporter;
    private final ProgressFilter filter;
    private final String deployment;
    private @Nullable String environmentRefusal;
    private Instant reportedAt = Clock.now();
    private boolean reportsLater;

    /** To be made in the constructor of the workflow, since messages may come before its main method. */
    public PhaseSession(PhaseInput input, String deployment) {
        this.input = input;
        this.deployment = deployment;
        run = new PhaseRun(input, this);
        reporter = new ProgressReporter(deployment, run::journal, input.reportedEntries());
        filter = new ProgressFilter(run.phase(), input.plan().rules());
        MessageHandlers.open(run)
                .internalSignal(InternalSignals.STOP, String.class, run::stop)
                .internalSignal(InternalSignals.SUSPEND, String.class, run::suspend)
                .internalSignal(InternalSignals.END_SUSPENSION, String.class, run::endSuspension)
                .internalSignal(InternalSignals.LOCK_LOST, String.class, run::lockLost)
                .internalSignal(InternalSignals.LOCK_REGAINED, String.class, run::lockRegained)
                .internalSignal(InternalSignals.FENCE, Long.class, run::fence)
                .internalSignal(InternalSignals.FENCE_TAKEN, FenceGrant.class, run::fence)
                .internalSignal(InternalSignals.ENVIRONMENT_TAKEN, FenceGrant.class, run::environmentTaken)
                .internalSignal(InternalSignals.ENVIRONMENT_REFUSED, String.class, this::environmentRefused)
                .internalUpdate(MessageForwarder.FORWARDED, MessageForwarder.ForwardedMessage.class, this::forwarded);
    }

    /** Runs the phase to its end. A cancel request is a message to it, and so it ends normally. */
    public PhaseResult execute() {
        var root = CancellationScope.current();
        var outcome = DetachedWork.run(() -> runToEnd(root), () -> run.stop("the phase was cancelled"));
        return new PhaseResult(outcome, reporter.takeUnconfirmed());
    }

    private PhaseOutcome runToEnd(CancellationScope root) {
        var outcome = run.run();
        if (root.isCancelRequested() || isFarBehind()) { // a cancelled run has no result that could bring the rest
            reporter.report();
        }
        Workflow.await(() -> Workflow.isEveryHandlerFinished() && reporter.isIdle());
        if (outcome.isEmpty()) {
            Workflow.continueAsNew(input.continued(run.journal(), reporter.confirmed(), run.pageCount()));
        }
        return outcome.orElseThrow();
    }

    private boolean isFarBehind() {
        return input.plan().rules().boundsMessages() && reporter.isFarBehind();
    }

    private MessageForwarder.ForwardReply forwarded(MessageForwarder.ForwardedMessage message) {
        if (!(message.payload() instanceof ObjectNode object)) {
            throw new IllegalArgumentException("no object");
        }
        var read = MessageReader.read(message.message(), object);
        if (run.needsEnvironment(read)) {
            return MessageForwarder.ForwardReply.afterTakingEnvironment(reporter.takeUnreported());
        }
        var answer = run.evaluate(read);
        filter.hasReportable(run.journal()); // the answer brings it along
        return new MessageForwarder.ForwardReply(answer.accepted(), answer.text(), reporter.takeUnreported(), null);
    }

    /** Of a GO that came to the phase itself: its deployment takes the environment, or says why it cannot. */
    @Override
    public Optional<String> takeEnvironment() {
        environmentRefusal = null;
        OtherRuns.signal(
                deployment, InternalSignals.TAKE_ENVIRONMENT, run.phase().name().id());
        Wait.until(
                () -> run.hasConfirmedEnvironment() || environmentRefusal != null,
                Limits.TAKE_ENVIRONMENT_TIMEOUT,
                "until the environment is taken");
        if (run.hasConfirmedEnvironment()) {
            return Optional.empty();
        }
        return Optional.of(
                environmentRefusal == null
                        ? "the deployment did not take the environment in time"
                        : environmentRefusal);
    }

    private void environmentRefused(String reason) {
        environmentRefusal = reason;
    }

    @Override
    public void onChange() {
        run.show();
        var matters = filter.hasReportable(run.journal());
        if (reporter.unreported().isEmpty()) {
            return;
        }
        if (matters || isReportStale()) {
            report();
        } else if (input.plan().rules().reportsWithoutAnEvent() && !reportsLater) {
            reportLater();
        }
    }

    private void report() {
        reportedAt = Clock.now();
        reporter.report();
    }

    /** The last steps that end before people are waited for are reported too, though no event follows. */
    private void reportLater() {
        reportsLater = true;
        var age = Duration.between(reportedAt, Clock.now());
        Wait.timer(Limits.MAX_PROGRESS_AGE.minus(age), "report what is new to the deployment")
                .thenApply(over -> {
                    reportsLater = false;
                    if (!reporter.unreported().isEmpty()) {
                        report();
                    }
                    return null;
                });
    }

    /** Whether people who look at the deployment's page see a state that is too old. */
    private boolean isReportStale() {
        return input.plan().rules().keepsProgressFresh()
                && !Clock.now().isBefore(reportedAt.plus(Limits.MAX_PROGRESS_AGE));
    }

    @Override
    public boolean wantsFreshHistory() {
        var info = Workflow.getInfo();
        return mayWaitForMonths()
                && (info.isContinueAsNewSuggested() || info.getHistoryLength() > Limits.LONG_HISTORY_EVENTS);
    }

    /** Whether nothing is held meanwhile that a fresh history would have to know of. */
    private boolean mayWaitForMonths() {
        return switch (input.context().phase()) {
            case POST_DEPLOYMENT -> true;
            case PRE_DEPLOYMENT -> input.plan().rules().renewsEveryHistory();
            case DEPLOYMENT_DAY -> input.plan().rules().renewsEveryHistory() && !run.holdsEnvironment();
            case ROLLBACK -> false;
        };
    }

    /** The phase as it stands. */
    public RunSnapshot snapshot() {
        return run.snapshot();
    }
}
