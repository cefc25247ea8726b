package norn.client;

import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import java.util.Map;
import norn.cli.terminal.CommandFailed;

/** Starts runs. */
public final class Runs {
    private Runs() {}

    /**
     * Starts a run of that type and id with that input.
     *
     * @throws CommandFailed if one of that id runs already
     */
    public static void start(Connection connection, String type, String id, Map<String, Object> input) {
        var options = WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(Connection.TASK_QUEUE)
                .build();
        try {
            connection.client().newUntypedWorkflowStub(type, options).start(input);
        } catch (WorkflowExecutionAlreadyStarted twice) {
            throw CommandFailed.usage(id + " is running already", "Follow it: './norn watch --deployment " + id + "'.");
        }
    }
}
