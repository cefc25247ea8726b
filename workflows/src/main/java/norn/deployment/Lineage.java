package norn.deployment;

import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Objects;

/**
 * Notices that the run is a reset one: the server leaves the locks and phases of the run before it open, and they are ended
 * before anything new begins.
 */
final class Lineage {
    private String run = Workflow.getInfo().getOriginalExecutionRunId();

    /** Ends what an earlier run left behind under these ids, if this is another run than last time. */
    void check(List<String> ids) {
        var now = Workflow.mutableSideEffect(
                "run", String.class, Objects::equals, () -> Workflow.getInfo().getRunId());
        if (now.equals(run)) return;
        run = now;
        ids.forEach(Runs::look);
    }
}
