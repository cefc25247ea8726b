package norn.phase;

import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.Optional;
import norn.run.Limits;
import norn.run.NornSearchAttributes;
import norn.run.OtherRuns;
import norn.run.RunIds;
import norn.runbook.PhaseName;

/** A phase that runs as a child of this deployment. */
public final class PhaseHandle {
    private final String id;
    private final Promise<PhaseResult> result;

    private PhaseHandle(String id, Promise<PhaseResult> result) {
        this.id = id;
        this.result = result;
    }

    /** Starts the phase; a run that an earlier one left behind under its id is terminated first. */
    public static PhaseHandle start(PhaseName phase, PhaseInput input) {
        var id = id(phase);
        for (var tries = 0; ; tries++) {
            var stub = Workflow.newUntypedChildWorkflowStub(type(phase), options(id, phase, input));
            var result = stub.executeAsync(PhaseResult.class, input);
            result.handle((done, failure) -> null); // its end is read when it is over
            try {
                stub.getExecution().get();
                return new PhaseHandle(id, result);
            } catch (ChildWorkflowFailure taken) {
                if (!OtherRuns.inspect(id).free() || tries >= Limits.MAX_FREED_IDS) {
                    throw taken;
                }
            }
        }
    }

    private static ChildWorkflowOptions options(String id, PhaseName phase, PhaseInput input) {
        var plan = input.plan();
        return ChildWorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_TERMINATE)
                .setTypedSearchAttributes(NornSearchAttributes.ofPhase(plan, phase))
                .setStaticSummary("%s of %s in %s".formatted(phase, plan.release(), plan.environment()))
                .setStaticDetails("A phase of " + Workflow.getInfo().getWorkflowId())
                .build();
    }

    /** The id of that phase of this deployment. */
    public static String id(PhaseName phase) {
        return RunIds.phase(Workflow.getInfo().getWorkflowId(), phase);
    }

    private static String type(PhaseName phase) {
        return switch (phase) {
            case PRE_DEPLOYMENT -> "PreDeployment";
            case DEPLOYMENT_DAY -> "DeploymentDay";
            case POST_DEPLOYMENT -> "PostDeployment";
            case ROLLBACK -> "Rollback";
        };
    }

    /** Whether it has ended. */
    public boolean isOver() {
        return result.isCompleted();
    }

    /** How it ended; empty where it was cancelled or terminated, and so has no result. */
    public Optional<PhaseResult> result() {
        try {
            return Optional.of(result.get());
        } catch (ChildWorkflowFailure failure) {
            Workflow.getLogger(PhaseHandle.class)
                    .warn(
                            "event=phase-without-result phase={} cancelled={}",
                            id,
                            failure.getCause() instanceof CanceledFailure);
            return Optional.empty();
        }
    }
}
