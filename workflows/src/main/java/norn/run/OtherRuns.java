package norn.run;

import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;

/** Other runs, by their ids. */
public final class OtherRuns {
    private OtherRuns() {}

    /** Whose run it is; what belongs to nobody any more is ended and free. */
    public static InspectRun.RunInspection inspect(String id) {
        var info = Workflow.getInfo();
        return ActivityCalls.inspectingRuns()
                .inspect(new InspectRun.InspectionRequest(id, info.getWorkflowId(), info.getRunId()));
    }

    /** Signals a run; false where it is not there any more. The SDK tells that by one failure or the other. */
    public static boolean signal(String id, String name, Object... arguments) {
        try {
            Workflow.newUntypedExternalWorkflowStub(id).signal(name, arguments);
            return true;
        } catch (SignalExternalWorkflowException | ApplicationFailure gone) {
            Workflow.getLogger(OtherRuns.class).info("event=gone run={} signal={}", id, name);
            return false;
        }
    }
}
