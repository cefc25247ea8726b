package norn.client;

import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import norn.run.RunIds;
import norn.run.TaskQueues;

/** Starts runs. */
public final class Runs {
    private Runs() {}

    /**
     * Starts a run with that id.
     *
     * @throws RequestFailed if one of that id runs already
     */
    public static void start(Connection connection, String id, StartRequest request) {
        var options = WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(TaskQueues.NORN)
                .build();
        try {
            connection.client().newUntypedWorkflowStub(request.type(), options).start(request.input());
        } catch (WorkflowExecutionAlreadyStarted running) {
            throw RequestFailed.invalid(
                    id + " is running already", "Follow it: './norn watch --deployment " + id + "'.");
        }
    }

    /**
     * The id of a deployment, with the first minute from {@code now} on whose id no run on that server has had.
     */
    public static String unusedId(Connection connection, String environment, String release, Instant now) {
        var minute = now;
        while (connection.exists(RunIds.deployment(environment, release, minute))) {
            minute = minute.plus(1, ChronoUnit.MINUTES);
        }
        return RunIds.deployment(environment, release, minute);
    }
}
