package norn.client;

import norn.files.LenientJson;
import norn.run.TaskQueues;

/** The command of Temporal's own CLI that does the same. */
public final class TemporalCommand {
    private TemporalCommand() {}

    /** Starts the run. */
    public static String start(String id, StartRequest request) {
        return "temporal workflow start --task-queue %s --type %s --workflow-id %s --input %s"
                .formatted(TaskQueues.NORN, request.type(), id, quoted(request.input()));
    }

    /** Sends the message. */
    public static String send(String deployment, OutgoingMessage message) {
        return "temporal workflow update execute --workflow-id %s --name %s --input %s"
                .formatted(deployment, message.name(), quoted(message.payload()));
    }

    private static String quoted(Object json) {
        return "'" + LenientJson.line(json).replace("'", "'\\''") + "'";
    }
}
