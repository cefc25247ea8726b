package norn.run;

import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;

/** Other runs, by their ids. */
public final class OtherRuns {
    private OtherRuns() {}

    /** Whose run it is; one that belongs to nobody any more is terminated and free. */
    public static InspectRun.RunInspection inspect(String id) {
        var info = Workflow.getInfo();
        return RunActivities.inspect(new InspectRun.InspectionRequest(id, info.getWorkflowId(), info.getRunId()));
    }

    /** Signals a run; false where it is not open any more, which the SDK reports as one of two failures. */
    public static boolean signal(String id, String name, Object... arguments) {
        try {
            Workflow.newUntypedExternalWorkflowStub(id).signal(name, arguments);
            return true;
        } catch (SignalExternalWorkflowException | ApplicationFailure gone) {
            Workflow.getLogger(OtherRuns.class).info("event=run-gone run={} signal={}", id, name);
            return false;
        }
    }
}
