package norn.deployment;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/**
 * One phase as a child of its deployment: connects the phase's run to the deployment, to messages, and to what people see in
 * the Temporal UI. Each phase is a subclass of a few lines.
 */
abstract class PhaseWorkflow implements Views {
    /** The signal by which a deployment tells its phase to stop where it stands. */
    static final String STOP = "stop";
    /** The signal by which a deployment tells its phase to rest. */
    static final String HOLD = "hold";
    /** The signal by which a deployment tells its phase to go on after a rest. */
    static final String GO_ON = "go-on";
    /** The signal by which a deployment tells its phase the fence that its orders bear from then on. */
    static final String FENCE = "fence";

    private final @Nullable ChildPhase child;

    /** To be called by the constructor that Temporal calls, with what the phase was started with. */
    PhaseWorkflow(@Nullable RawValue raw) {
        var parent = Workflow.getInfo().getParentWorkflowId();
        child = parent.isEmpty() || raw == null
                ? null
                : new ChildPhase(Payloads.own(raw, PhaseInput.class), parent.get());
    }

    /** Lives the phase to its end. */
    final PhaseResult live() {
        return child().live();
    }

    @Override
    public ChecklistAnswer checklist() {
        return child().run.picture().answer(Clock.now());
    }

    @Override
    public String report() {
        return child().run.picture().report(Clock.now());
    }

    @Override
    public Account account() {
        return child().run.picture().account();
    }

    private ChildPhase child() {
        if (child == null)
            throw StartFailure.invalid("A phase is started by its deployment. Right would be: start Deployment with "
                    + StartReader.DEPLOYMENT_EXAMPLE);
        return child;
    }
}
