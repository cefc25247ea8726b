package norn.phase;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import norn.message.MessageHandlers;
import norn.message.MessageReader;
import norn.run.MessageForwarder;
import norn.runbook.PhaseName;
import norn.state.PhaseOutcome;

/** A phase that belongs to a deployment: obeys it, tells it the news, and takes what it passes on. */
public final class PhaseSession implements PhaseRun.PhaseOwner {
    /** So many events make a history long. */
    private static final long LONG_HISTORY_EVENTS = 8_000;

    public final PhaseRun run;
    private final PhaseInput input;
    private final ProgressReporter reporter;
    private final ProgressFilter filter;

    /** To be made in the constructor of the workflow, since messages may come before its main method. */
    public PhaseSession(PhaseInput input, String deployment) {
        this.input = input;
        run = new PhaseRun(input, this);
        reporter = new ProgressReporter(deployment, run::journal, input.reportedEntries());
        filter = new ProgressFilter(run.phase());
        MessageHandlers.open(run)
                .internalSignal(PhaseWorkflow.STOP, String.class, run::stop)
                .internalSignal(PhaseWorkflow.SUSPEND, String.class, run::suspend)
                .internalSignal(PhaseWorkflow.END_SUSPENSION, String.class, run::endSuspension)
                .internalSignal(PhaseWorkflow.FENCE, Long.class, run::fence)
                .internalUpdate(MessageForwarder.FORWARDED, MessageForwarder.ForwardedMessage.class, this::forwarded);
    }

    /** Lives the phase; cancellation comes to it as a message, and so it ends normally. */
    public PhaseResult execute() {
        var root = CancellationScope.current();
        root.getCancellationRequest().thenApply(reason -> {
            run.stop("the phase was cancelled");
            return null;
        });
        var outcomes = new ArrayList<PhaseOutcome>();
        Workflow.newDetachedCancellationScope(() -> {
                    var outcome = run.run();
                    if (root.isCancelRequested()) {
                        reporter.report();
                    } // a cancelled run has no result
                    Workflow.await(() -> Workflow.isEveryHandlerFinished() && reporter.isIdle());
                    if (outcome == null) {
                        continueAsNew();
                    } else {
                        outcomes.add(outcome);
                    }
                })
                .run();
        return new PhaseResult(outcomes.get(0), reporter.takeUnconfirmed());
    }

    private void continueAsNew() {
        Workflow.continueAsNew(new PhaseInput(
                input.plan(), input.context(), input.fence(), run.journal(), reporter.confirmed(), input.to(), null));
    }

    private MessageForwarder.ForwardReply forwarded(MessageForwarder.ForwardedMessage message) {
        if (!(message.payload() instanceof ObjectNode object)) {
            throw new IllegalArgumentException("no object");
        }
        var answer = run.evaluate(MessageReader.read(message.message(), object));
        filter.hasReportable(run.journal()); // the answer tells it
        run.show();
        return new MessageForwarder.ForwardReply(answer.accepted(), answer.text(), reporter.takeUnconfirmed());
    }

    @Override
    public void onChange() {
        run.show();
        var isReportable = filter.hasReportable(run.journal());
        if (isReportable && !reporter.unreported().isEmpty()) {
            reporter.report();
        }
    }

    @Override
    public boolean wantsFreshHistory() {
        var info = Workflow.getInfo();
        return input.context().phase() == PhaseName.POST_DEPLOYMENT
                && (info.isContinueAsNewSuggested() || info.getHistoryLength() > LONG_HISTORY_EVENTS);
    }
}
