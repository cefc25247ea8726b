package norn.deployment;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayList;
import java.util.List;
import norn.message.MessageHandlers;
import norn.message.StartFailure;
import norn.message.StartReader;
import norn.message.UnreadableInput;
import norn.phase.PhaseWorkflow;
import norn.phase.ProgressReporter;
import norn.plan.DeploymentStart;
import norn.run.Clock;
import norn.run.NornSearchAttributes;
import norn.run.Progress;
import norn.run.Result;
import norn.state.Status;
import org.jspecify.annotations.Nullable;

/** Connects a deployment's course to messages, cancellation, and what people see. */
public final class DeploymentImpl implements Deployment {
    private final DeploymentState state;
    private final MessageRouter router;
    private final @Nullable DeploymentFlow flow;
    private final String startProblem;

    /** Called by Temporal, before any message. */
    @WorkflowInit
    public DeploymentImpl(@Nullable RawValue raw) {
        DeploymentStart start = null;
        var problem = "";
        try {
            start = StartReader.deployment(raw, Clock.now());
        } catch (UnreadableInput unreadable) {
            problem = unreadable.getMessage();
        }
        startProblem = String.valueOf(problem);
        var id = Workflow.getInfo().getWorkflowId();
        state = new DeploymentState(id, start == null ? "" : start.environment(), start == null ? "" : start.release());
        router = new MessageRouter(state);
        flow = start == null ? null : new DeploymentFlow(start, state, router);
        var handlers =
                MessageHandlers.open(router).internalSignal(ProgressReporter.PROGRESS, Progress.class, state::add);
        if (flow != null) {
            handlers.internalSignal(DeploymentFlow.SUPERSEDE, String.class, flow.ownership()::supersede)
                    .internalSignal(PhaseWorkflow.SUSPEND, String.class, flow.ownership()::suspend)
                    .internalSignal(PhaseWorkflow.END_SUSPENSION, String.class, flow.ownership()::endSuspension);
        }
    }

    @Override
    public Result deploy(@Nullable RawValue raw) {
        if (flow == null) {
            router.close("it was started with something wrong");
            new NornSearchAttributes().set(null, null, null, null, List.of());
            throw StartFailure.invalid(startProblem);
        }
        CancellationScope.current().getCancellationRequest().thenApply(reason -> {
            router.stop("the deployment was cancelled");
            return null;
        });
        var results = new ArrayList<Result>();
        Workflow.newDetachedCancellationScope(() -> results.add(flow.run())).run();
        var result = results.get(0);
        if (result.status() == Status.ROLLBACK_FAILED) {
            throw StartFailure.of("The rollback failed: " + result.reason(), "RollbackFailed", result);
        }
        return result;
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
