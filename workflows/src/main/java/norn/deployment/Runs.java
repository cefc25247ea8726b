package norn.deployment;

import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;

/** Other runs, by their ids. */
final class Runs {
    private Runs() {}

    /** Whose run it is; what belongs to nobody any more is ended and free. */
    static LookAtRun.Seen look(String id) {
        var info = Workflow.getInfo();
        return ActivityCalls.looking().look(new LookAtRun.Look(id, info.getWorkflowId(), info.getRunId()));
    }

    /** Signals a run; false where it is not there any more. */
    static boolean signal(String id, String name, Object argument) {
        try {
            Workflow.newUntypedExternalWorkflowStub(id).signal(name, argument);
            return true;
        } catch (SignalExternalWorkflowException gone) {
            Workflow.getLogger(Runs.class).info("event=gone run={} signal={}", id, name);
            return false;
        }
    }
}
