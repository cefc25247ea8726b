package norn.deployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import norn.journal.PhaseOutcome;
import norn.runbook.PhaseName;

/** A phase that belongs to a deployment: obeys it, tells it the news, and takes what it passes on. */
final class ChildPhase implements PhaseRun.Listener {
    /** So many events make a history long. */
    private static final long LONG_HISTORY = 8_000;

    final PhaseRun run;
    private final PhaseInput input;
    private final Telling telling;
    private final News news;

    /** To be made in the constructor of the workflow, since messages may come before its main method. */
    ChildPhase(PhaseInput input, String deployment) {
        this.input = input;
        run = new PhaseRun(input, this);
        telling = new Telling(deployment, run::journal, input.told());
        news = new News(run.phase());
        Mailbox.open(run)
                .own(PhaseWorkflow.STOP, String.class, run::stop)
                .own(PhaseWorkflow.HOLD, String.class, run::hold)
                .own(PhaseWorkflow.GO_ON, String.class, run::goOn)
                .own(PhaseWorkflow.FENCE, Long.class, run::fence)
                .ownUpdate(Forward.FORWARDED, Forward.Forwarded.class, this::forwarded);
    }

    /** Lives the phase; cancellation comes to it as a message, and so it ends normally. */
    PhaseResult live() {
        var root = CancellationScope.current();
        root.getCancellationRequest().thenApply(reason -> {
            run.stop("the phase was cancelled");
            return null;
        });
        var outcomes = new ArrayList<PhaseOutcome>();
        Workflow.newDetachedCancellationScope(() -> {
                    var outcome = run.run();
                    if (root.isCancelRequested()) telling.tell(); // a cancelled run has no result
                    Workflow.await(() -> Workflow.isEveryHandlerFinished() && telling.isIdle());
                    if (outcome == null) rest();
                    else outcomes.add(outcome);
                })
                .run();
        return new PhaseResult(outcomes.get(0), telling.news());
    }

    private void rest() {
        Workflow.continueAsNew(new PhaseInput(
                input.plan(), input.begin(), input.fence(), run.journal(), telling.known(), input.to(), null));
    }

    private Forward.Answer forwarded(Forward.Forwarded letter) {
        if (!(letter.payload() instanceof ObjectNode object)) throw new IllegalArgumentException("no object");
        var answer = run.judge(MessageReader.read(letter.message(), object));
        news.in(run.journal()); // the answer tells it
        run.show();
        return new Forward.Answer(answer.accepted(), answer.text(), telling.news());
    }

    @Override
    public void changed() {
        run.show();
        var isNews = news.in(run.journal());
        if (isNews && !telling.untold().isEmpty()) telling.tell();
    }

    @Override
    public boolean wantsRest() {
        var info = Workflow.getInfo();
        return input.begin().phase() == PhaseName.POST_DEPLOYMENT
                && (info.isContinueAsNewSuggested() || info.getHistoryLength() > LONG_HISTORY);
    }
}
