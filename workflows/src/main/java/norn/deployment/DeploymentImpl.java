package norn.deployment;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import norn.message.MessageHandlers;
import norn.message.StartFailure;
import norn.message.StartReader;
import norn.message.UnreadableInput;
import norn.phase.InternalSignals;
import norn.plan.DeploymentStart;
import norn.run.Clock;
import norn.run.DetachedWork;
import norn.run.Progress;
import norn.run.Result;
import norn.run.RunDisplay;
import org.jspecify.annotations.Nullable;

/** Connects the course of a deployment to its start, to messages, to cancellation and to queries. */
public final class DeploymentImpl implements Deployment {
    private final PhaseControl control = new PhaseControl();
    private final DeploymentState state;
    private final MessageRouter router;
    /** Null where the start was wrong. */
    private final @Nullable DeploymentFlow flow;

    private final String startProblem;

    /** Called by Temporal, before any message. */
    @WorkflowInit
    public DeploymentImpl(@Nullable RawValue raw, @Nullable RawValue surplus) {
        DeploymentStart start = null;
        var problem = "";
        try {
            start = StartReader.deployment(raw, surplus, Clock.now());
        } catch (UnreadableInput unreadable) {
            problem = String.valueOf(unreadable.getMessage());
        }
        startProblem = problem;
        state = new DeploymentState(
                Workflow.getInfo().getWorkflowId(),
                start == null ? "" : start.environment(),
                start == null ? "" : start.release());
        router = new MessageRouter(state, control);
        var handlers = MessageHandlers.open(router)
                .inOrder()
                .internalSignal(InternalSignals.PROGRESS, Progress.class, state::add);
        router.inOrder(handlers.isInOrder());
        flow = start == null ? null : new DeploymentFlow(start, state, router, control);
        if (flow != null) {
            flow.listen(handlers);
        }
    }

    @Override
    public Result deploy(@Nullable RawValue raw, @Nullable RawValue surplus) {
        if (flow == null) {
            router.close("its start input was wrong");
            state.fail();
            new RunDisplay().showNothing();
            throw StartFailure.invalid(startProblem);
        }
        var result = DetachedWork.run(flow::run, () -> control.stop("the deployment was cancelled"));
        return ResultBuilder.returned(result);
    }

    @Override
    public ChecklistAnswer checklist() {
        return state.snapshot().answer(Clock.now());
    }

    @Override
    public String report() {
        return state.snapshot().report(Clock.now());
    }

    @Override
    public RunRecord runRecord() {
        return state.snapshot().runRecord();
    }
}
