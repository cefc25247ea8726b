package norn.phase;

import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import norn.run.NornSearchAttributes;
import norn.run.OtherRuns;
import norn.runbook.PhaseName;
import org.jspecify.annotations.Nullable;

/** A phase that runs as a child. */
public final class PhaseHandle {
    private static final int MAX_TRIES = 5;

    private final String id;
    private final Promise<PhaseResult> result;

    private PhaseHandle(String id, Promise<PhaseResult> result) {
        this.id = id;
        this.result = result;
    }

    /** Starts the phase, after ending what an earlier run may have left behind under its id. */
    public static PhaseHandle start(PhaseName phase, PhaseInput input) {
        var id = id(phase);
        for (var tries = 0; ; tries++) {
            var stub = Workflow.newUntypedChildWorkflowStub(
                    type(phase),
                    ChildWorkflowOptions.newBuilder()
                            .setWorkflowId(id)
                            .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_TERMINATE)
                            .setTypedSearchAttributes(NornSearchAttributes.ofPhase(input.plan(), phase))
                            .setStaticSummary("%s of %s in %s"
                                    .formatted(
                                            phase,
                                            input.plan().release(),
                                            input.plan().environment()))
                            .setStaticDetails("A phase of " + Workflow.getInfo().getWorkflowId())
                            .build());
            var result = stub.executeAsync(PhaseResult.class, input);
            result.handle((done, failure) -> null); // looked at once it is over
            try {
                stub.getExecution().get();
                return new PhaseHandle(id, result);
            } catch (ChildWorkflowFailure taken) {
                if (!OtherRuns.inspect(id).free() || tries >= MAX_TRIES) {
                    throw taken;
                }
            }
        }
    }

    /** The id of the phase of this deployment. */
    public static String id(PhaseName phase) {
        return Workflow.getInfo().getWorkflowId() + "/" + phase.id();
    }

    private static String type(PhaseName phase) {
        return switch (phase) {
            case PRE_DEPLOYMENT -> "PreDeployment";
            case DEPLOYMENT_DAY -> "DeploymentDay";
            case POST_DEPLOYMENT -> "PostDeployment";
            case ROLLBACK -> "Rollback";
        };
    }

    String id() {
        return id;
    }

    public boolean isOver() {
        return result.isCompleted();
    }

    /** What the phase came to; null where it was cancelled or ended by force, and so has no result. */
    @Nullable
    public PhaseResult result() {
        try {
            return result.get();
        } catch (ChildWorkflowFailure failure) {
            Workflow.getLogger(PhaseHandle.class)
                    .warn(
                            "event=phase-without-result phase={} cancelled={}",
                            id,
                            failure.getCause() instanceof CanceledFailure);
            return null;
        }
    }
}
