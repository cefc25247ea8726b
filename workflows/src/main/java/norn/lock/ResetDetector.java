package norn.lock;

import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Objects;
import norn.run.OtherRuns;

/**
 * Detects that the run was reset. The server leaves the locks and phases of the run before open: they are terminated before
 * anything new starts.
 */
public final class ResetDetector {
    private final String firstRunId = Workflow.getInfo().getOriginalExecutionRunId();
    private String lastRunId = firstRunId;

    /** Terminates what an earlier run left behind under these ids, if this is another run than at the last call. */
    public void endLeftovers(List<String> ids) {
        var runId = Workflow.mutableSideEffect(
                "run", String.class, Objects::equals, () -> Workflow.getInfo().getRunId());
        if (runId.equals(lastRunId)) {
            return;
        }
        lastRunId = runId;
        ids.forEach(OtherRuns::inspect);
    }

    /** Whether a reset was detected, so that an earlier run may have done what this one knows nothing of. */
    public boolean wasReset() {
        return !lastRunId.equals(firstRunId);
    }
}
