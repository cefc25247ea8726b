package norn.phase;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.Workflow;
import norn.message.Payloads;
import norn.message.StartFailure;
import norn.message.StartReader;
import norn.run.Clock;
import norn.run.Queries;
import norn.run.RunSnapshot;
import org.jspecify.annotations.Nullable;

/** One phase as a child workflow of its deployment. Each phase is a subclass of a few lines. */
public abstract class PhaseWorkflow implements Queries {
    private final @Nullable PhaseSession session;

    /** To be called by the constructor that Temporal calls, with what the phase was started with. */
    PhaseWorkflow(@Nullable RawValue raw) {
        var parent = Workflow.getInfo().getParentWorkflowId();
        session = parent.isEmpty() || raw == null
                ? null
                : new PhaseSession(Payloads.readInternal(raw, PhaseInput.class), parent.get());
    }

    /** Runs the phase to its end. */
    final PhaseResult execute() {
        return session().execute();
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
        return session == null ? RunSnapshot.ofWrongStart(Workflow.getInfo().getWorkflowId()) : session.snapshot();
    }

    private PhaseSession session() {
        if (session == null) {
            throw StartFailure.invalid("A phase is started by its deployment. Expected: start Deployment with "
                    + StartReader.DEPLOYMENT_EXAMPLE);
        }
        return session;
    }
}
