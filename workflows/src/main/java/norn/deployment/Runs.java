package norn.deployment;

import io.temporal.failure.ApplicationFailure;
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

    /** Signals a run; false where it is not there any more. The SDK tells that by one failure or the other. */
    static boolean signal(String id, String name, Object... arguments) {
        try {
            Workflow.newUntypedExternalWorkflowStub(id).signal(name, arguments);
            return true;
        } catch (SignalExternalWorkflowException | ApplicationFailure gone) {
            Workflow.getLogger(Runs.class).info("event=gone run={} signal={}", id, name);
            return false;
        }
    }
}
