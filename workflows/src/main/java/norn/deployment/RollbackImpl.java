package norn.deployment;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayList;
import java.util.List;
import norn.journal.Status;
import norn.plan.RollbackStart;
import org.jspecify.annotations.Nullable;

/** The rollback, as a deployment's phase or alone. */
public final class RollbackImpl implements Rollback {
    private final @Nullable ChildPhase child;
    private final @Nullable LoneRollback alone;
    private final String wrong;

    /** Called by Temporal, before any message. */
    @WorkflowInit
    public RollbackImpl(@Nullable RawValue raw) {
        var parent = Workflow.getInfo().getParentWorkflowId();
        RollbackStart start = null;
        String problem = "";
        if (parent.isEmpty())
            try {
                start = StartReader.rollback(raw);
            } catch (Unreadable unreadable) {
                problem = String.valueOf(unreadable.getMessage());
            }
        wrong = problem;
        child = parent.isPresent() && raw != null
                ? new ChildPhase(Payloads.own(raw, PhaseInput.class), parent.get())
                : null;
        alone = start == null ? null : new LoneRollback(start);
    }

    @Override
    public Object rollBack(@Nullable RawValue raw) {
        if (child != null) return child.live();
        if (alone == null) {
            new Attributes().set(null, null, null, null, List.of());
            throw StartFailure.invalid(wrong);
        }
        CancellationScope.current().getCancellationRequest().thenApply(reason -> {
            alone.cancel();
            return null;
        });
        var results = new ArrayList<Result>();
        Workflow.newDetachedCancellationScope(() -> results.add(alone.run())).run();
        var result = results.get(0);
        if (result.status() == Status.ROLLBACK_FAILED)
            throw StartFailure.of("The rollback failed: " + result.reason(), "RollbackFailed", result);
        return result;
    }

    @Override
    public ChecklistAnswer checklist() {
        return picture().answer(Clock.now());
    }

    @Override
    public String report() {
        return picture().report(Clock.now());
    }

    @Override
    public Account account() {
        return picture().account();
    }

    private Picture picture() {
        if (child != null) return child.run.picture();
        if (alone != null) return alone.picture();
        throw StartFailure.invalid(wrong);
    }
}
