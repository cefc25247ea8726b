package norn.client;

import norn.files.LenientJson;
import norn.run.TaskQueues;

/**
 * Commands of Temporal's own CLI that do the same.
 *
 * @param address the server that they speak to
 */
public record TemporalCommand(String address, String namespace) {
    /** Starts the run. */
    public String start(String id, StartRequest request) {
        return "temporal workflow start %s --task-queue %s --type %s --workflow-id %s --input %s"
                .formatted(server(), TaskQueues.NORN, request.type(), id, quoted(request.input()));
    }

    /** Sends the message. */
    public String send(String deployment, OutgoingMessage message) {
        return "temporal workflow update execute %s --workflow-id %s --name %s --input %s"
                .formatted(server(), deployment, message.name(), quoted(message.payload()));
    }

    private String server() {
        return "--address %s --namespace %s".formatted(address, namespace);
    }

    private static String quoted(Object json) {
        return "'" + LenientJson.line(json).replace("'", "'\\''") + "'";
    }
}
