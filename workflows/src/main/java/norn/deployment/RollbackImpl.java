package norn.deployment;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayList;
import java.util.List;
import norn.message.Payloads;
import norn.message.StartFailure;
import norn.message.StartReader;
import norn.message.UnreadableInput;
import norn.phase.PhaseInput;
import norn.phase.PhaseSession;
import norn.plan.RollbackStart;
import norn.run.Clock;
import norn.run.NornSearchAttributes;
import norn.run.Result;
import norn.run.RunSnapshot;
import norn.state.Status;
import org.jspecify.annotations.Nullable;

/** The rollback, as a deployment's phase or alone. */
public final class RollbackImpl implements Rollback {
    private final @Nullable PhaseSession session;
    private final @Nullable StandaloneRollback standalone;
    private final String startProblem;

    /** Called by Temporal, before any message. */
    @WorkflowInit
    public RollbackImpl(@Nullable RawValue raw) {
        var parent = Workflow.getInfo().getParentWorkflowId();
        RollbackStart start = null;
        var problem = "";
        if (parent.isEmpty()) {
            try {
                start = StartReader.rollback(raw);
            } catch (UnreadableInput unreadable) {
                problem = String.valueOf(unreadable.getMessage());
            }
        }
        startProblem = problem;
        session = parent.isPresent() && raw != null
                ? new PhaseSession(Payloads.readInternal(raw, PhaseInput.class), parent.get())
                : null;
        standalone = start == null ? null : new StandaloneRollback(start);
    }

    @Override
    public Object rollBack(@Nullable RawValue raw) {
        if (session != null) {
            return session.execute();
        }
        if (standalone == null) {
            new NornSearchAttributes().set(null, null, null, null, List.of());
            throw StartFailure.invalid(startProblem);
        }
        CancellationScope.current().getCancellationRequest().thenApply(reason -> {
            standalone.cancel();
            return null;
        });
        var results = new ArrayList<Result>();
        Workflow.newDetachedCancellationScope(() -> results.add(standalone.run()))
                .run();
        var result = results.get(0);
        if (result.status() == Status.ROLLBACK_FAILED) {
            throw StartFailure.of("The rollback failed: " + result.reason(), "RollbackFailed", result);
        }
        return result;
    }

    @Override
    public ChecklistAnswer checklist() {
        return snapshot().answer(Clock.now());
    }

    @Override
    public String report() {
        return snapshot().report(Clock.now());
    }

    @Override
    public RunRecord runRecord() {
        return snapshot().runRecord();
    }

    private RunSnapshot snapshot() {
        if (session != null) {
            return session.run.snapshot();
        }
        if (standalone != null) {
            return standalone.snapshot();
        }
        throw StartFailure.invalid(startProblem);
    }
}
