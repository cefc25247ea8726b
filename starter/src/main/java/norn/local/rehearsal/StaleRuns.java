package norn.local.rehearsal;

import io.temporal.client.WorkflowException;
import java.util.List;
import norn.client.Connection;

/** Runs of earlier rehearsals that are still open on the local server, although their world is gone. */
public final class StaleRuns {
    private StaleRuns() {}

    /** Ends them all, with their phases and locks. */
    static void end(Connection connection) {
        var query = "(NornEnvironment = '%s' OR NornEnvironment IS NULL) AND ExecutionStatus = 'Running'"
                .formatted(RehearsalEnvironment.NAME);
        List<String> ids;
        try (var runs = connection.client().listExecutions(query)) {
            ids = runs.map(run -> run.getExecution().getWorkflowId()).toList();
        }
        for (var id : ids) {
            end(connection, id);
        }
    }

    /** Ends that one. */
    public static void end(Connection connection, String id) {
        try {
            connection.workflow(id).terminate("its practice world is gone");
        } catch (WorkflowException endedMeanwhile) {
            return; // which is what was wanted
        }
    }
}
