package norn.local.rehearsal;

import io.temporal.client.WorkflowException;
import java.util.List;
import norn.client.Connection;

/** Runs of earlier rehearsals that are still open on the local server, although their sandbox is gone. */
public final class StaleRuns {
    private StaleRuns() {}

    /** Terminates them all, with their phases and locks. */
    static void terminate(Connection connection) {
        var query = "(NornEnvironment = '%s' OR NornEnvironment IS NULL) AND ExecutionStatus = 'Running'"
                .formatted(RehearsalEnvironment.NAME);
        List<String> ids;
        try (var runs = connection.client().listExecutions(query)) {
            ids = runs.map(run -> run.getExecution().getWorkflowId()).toList();
        }
        for (var id : ids) {
            terminate(connection, id);
        }
    }

    /** Terminates that one. */
    public static void terminate(Connection connection, String id) {
        try {
            connection.workflow(id).terminate("its sandbox is gone");
        } catch (WorkflowException ended) {
            return; // it ended by itself
        }
    }
}
