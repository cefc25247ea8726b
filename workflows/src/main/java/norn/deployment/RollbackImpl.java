package norn.deployment;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import norn.message.Payloads;
import norn.message.StartFailure;
import norn.message.StartReader;
import norn.message.UnreadableInput;
import norn.phase.PhaseInput;
import norn.phase.PhaseSession;
import norn.run.Clock;
import norn.run.DetachedWork;
import norn.run.RunDisplay;
import norn.run.RunSnapshot;
import org.jspecify.annotations.Nullable;

/** The rollback as the phase of a deployment, or by itself. */
public final class RollbackImpl implements Rollback {
    /** Null where no deployment started it. */
    private final @Nullable PhaseSession session;
    /** Null where a deployment started it, or where the start was wrong. */
    private final @Nullable StandaloneRollback standalone;

    private final String startProblem;

    /** Called by Temporal, before any message. */
    @WorkflowInit
    public RollbackImpl(@Nullable RawValue raw, @Nullable RawValue surplus) {
        var parent = Workflow.getInfo().getParentWorkflowId();
        StandaloneRollback started = null;
        var problem = "";
        if (parent.isEmpty()) {
            try {
                started = new StandaloneRollback(StartReader.rollback(raw, surplus));
            } catch (UnreadableInput unreadable) {
                problem = String.valueOf(unreadable.getMessage());
            }
        }
        startProblem = problem;
        standalone = started;
        session = parent.isPresent() && raw != null
                ? new PhaseSession(Payloads.readInternal(raw, PhaseInput.class), parent.get())
                : null;
    }

    @Override
    public Object rollBack(@Nullable RawValue raw, @Nullable RawValue surplus) {
        if (session != null) {
            return session.execute();
        }
        if (standalone == null) {
            new RunDisplay().showNothing();
            throw StartFailure.invalid(startProblem);
        }
        return ResultBuilder.returned(DetachedWork.run(standalone::run, standalone::cancel));
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
            return session.snapshot();
        }
        if (standalone != null) {
            return standalone.snapshot();
        }
        return RunSnapshot.ofWrongStart(Workflow.getInfo().getWorkflowId());
    }
}
