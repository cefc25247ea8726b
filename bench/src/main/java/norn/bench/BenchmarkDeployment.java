package norn.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import norn.client.Connection;

/** One deployment of nothing, as people and programs meet it. */
record BenchmarkDeployment(String id, Connection connection, IdleEnvironments environments) {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration QUIET_PERIOD = Duration.ofMillis(300);

    /** Waits until so many things wait for people. */
    BenchmarkDeployment awaitWaiting(int count) {
        await(() -> waiting().size() == count, count + " waiting");
        return this;
    }

    /** Waits until that step or gate waits for people. */
    void awaitWaiting(String step) {
        await(
                () -> {
                    for (var question : waiting()) {
                        if (question.path("id").asText().equals(step)) {
                            return true;
                        }
                    }
                    return false;
                },
                step + " waiting");
    }

    private JsonNode waiting() {
        return stub().query("checklist", JsonNode.class).path("waiting");
    }

    /** Sends a message as an update, and waits for the answer. */
    void update(String name, Map<String, String> payload) {
        stub().update(name, JsonNode.class, payload);
    }

    /** Sends a message as a signal. */
    void signal(String name, Map<String, String> payload) {
        stub().signal(name, payload);
    }

    /** When that step began; waits for it. */
    long startOf(String step) {
        return environments.startOf(id, step);
    }

    /** Waits for the end, which must be a good one. */
    void awaitSuccess() {
        var result = stub().getResult(JsonNode.class);
        if (!result.path("status").asText().equals("SUCCESSFUL")) {
            throw new IllegalStateException("%s ended as %s".formatted(id, result));
        }
    }

    /** How many events the deployment and its phase have, once nothing moves any more. */
    int events() {
        var last = new HashMap<String, Long>();
        await(
                () -> {
                    var now = eventCount();
                    var before = last.put("events", now);
                    if (before == null || before != now) {
                        last.put("since", System.nanoTime());
                    }
                    return System.nanoTime() - last.getOrDefault("since", 0L) > QUIET_PERIOD.toNanos();
                },
                "quiet");
        return (int) eventCount();
    }

    private long eventCount() {
        return eventCount(id) + eventCount(id + "/pre-deployment");
    }

    private long eventCount(String run) {
        return connection.client().fetchHistory(run).getEvents().size();
    }

    /** Ends it where it stands. */
    void terminate() {
        stub().terminate("measured");
    }

    private WorkflowStub stub() {
        return connection.workflow(id);
    }

    private static void await(BooleanSupplier condition, String what) {
        var deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("never came: " + what);
            }
            Sleep.of(POLL);
        }
    }
}
