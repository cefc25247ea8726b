package norn.deployment;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayList;
import norn.journal.Status;
import norn.plan.Start;
import org.jspecify.annotations.Nullable;

/** Connects a deployment's course to messages, cancellation, and what people see. */
public final class DeploymentImpl implements Deployment {
    private final Chronicle chronicle;
    private final Switchboard switchboard;
    private final @Nullable Course course;
    private final String wrong;

    /** Called by Temporal, before any message. */
    @WorkflowInit
    public DeploymentImpl(@Nullable RawValue raw) {
        Start start = null;
        var problem = "";
        try {
            start = StartReader.deployment(raw, Clock.now());
        } catch (Unreadable unreadable) {
            problem = unreadable.getMessage();
        }
        wrong = String.valueOf(problem);
        var id = Workflow.getInfo().getWorkflowId();
        chronicle = new Chronicle(id, start == null ? "" : start.environment(), start == null ? "" : start.release());
        switchboard = new Switchboard(chronicle);
        course = start == null ? null : new Course(start, chronicle, switchboard);
        var mailbox = Mailbox.open(switchboard).own(Telling.PROGRESS, Progress.class, chronicle::add);
        if (course != null)
            mailbox.own(Course.SUPERSEDE, String.class, course.tenure()::supersede)
                    .own(PhaseWorkflow.HOLD, String.class, course.tenure()::rest)
                    .own(PhaseWorkflow.GO_ON, String.class, course.tenure()::goOn);
    }

    @Override
    public Result deploy(@Nullable RawValue raw) {
        if (course == null) {
            switchboard.close("it was started with something wrong");
            new Attributes().set(null, null, null, null, java.util.List.of());
            throw StartFailure.invalid(wrong);
        }
        CancellationScope.current().getCancellationRequest().thenApply(reason -> {
            switchboard.stop("the deployment was cancelled");
            return null;
        });
        var results = new ArrayList<Result>();
        Workflow.newDetachedCancellationScope(() -> results.add(course.run())).run();
        var result = results.get(0);
        if (result.status() == Status.ROLLBACK_FAILED)
            throw StartFailure.of("The rollback failed: " + result.reason(), "RollbackFailed", result);
        return result;
    }

    @Override
    public ChecklistAnswer checklist() {
        return chronicle.picture().answer(Clock.now());
    }

    @Override
    public String report() {
        return chronicle.picture().report(Clock.now());
    }

    @Override
    public Account account() {
        return chronicle.picture().account();
    }
}
