package norn.phase;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.Workflow;
import norn.message.Payloads;
import norn.message.StartFailure;
import norn.message.StartReader;
import norn.run.Clock;
import norn.run.Queries;
import org.jspecify.annotations.Nullable;

/**
 * One phase as a child of its deployment: connects the phase's run to the deployment, to messages, and to what people see in
 * the Temporal UI. Each phase is a subclass of a few lines.
 */
public abstract class PhaseWorkflow implements Queries {
    /** The signal by which a deployment tells its phase to stop where it stands. */
    public static final String STOP = "stop";
    /** The signal by which a deployment tells its phase to rest. */
    public static final String SUSPEND = "hold";
    /** The signal by which a deployment tells its phase to go on after a rest. */
    public static final String END_SUSPENSION = "go-on";
    /** The signal by which a deployment tells its phase the fence that its orders bear from then on. */
    public static final String FENCE = "fence";

    private final @Nullable PhaseSession session;

    /** To be called by the constructor that Temporal calls, with what the phase was started with. */
    PhaseWorkflow(@Nullable RawValue raw) {
        var parent = Workflow.getInfo().getParentWorkflowId();
        session = parent.isEmpty() || raw == null
                ? null
                : new PhaseSession(Payloads.readInternal(raw, PhaseInput.class), parent.get());
    }

    /** Lives the phase to its end. */
    final PhaseResult execute() {
        return session().execute();
    }

    @Override
    public ChecklistAnswer checklist() {
        return session().run.snapshot().answer(Clock.now());
    }

    @Override
    public String report() {
        return session().run.snapshot().report(Clock.now());
    }

    @Override
    public RunRecord runRecord() {
        return session().run.snapshot().runRecord();
    }

    private PhaseSession session() {
        if (session == null) {
            throw StartFailure.invalid("A phase is started by its deployment. Right would be: start Deployment with "
                    + StartReader.DEPLOYMENT_EXAMPLE);
        }
        return session;
    }
}
