package norn.lock;

import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Objects;
import norn.run.OtherRuns;

/**
 * Notices that the run is a reset one: the server leaves the locks and phases of the run before it open, and they are ended
 * before anything new begins.
 */
public final class ResetDetector {
    private String lastRunId = Workflow.getInfo().getOriginalExecutionRunId();

    /** Ends what an earlier run left behind under these ids, if this is another run than last time. */
    public void endLeftovers(List<String> ids) {
        var runId = Workflow.mutableSideEffect(
                "run", String.class, Objects::equals, () -> Workflow.getInfo().getRunId());
        if (runId.equals(lastRunId)) {
            return;
        }
        lastRunId = runId;
        ids.forEach(OtherRuns::inspect);
    }
}
