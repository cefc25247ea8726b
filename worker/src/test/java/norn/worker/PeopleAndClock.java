package norn.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.temporal.client.WorkflowException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Lives through runs on a server that skips time: answers what waits, as a person of a role that is asked, and moves the clock to
 * what is planned next once nothing happens any more.
 */
final class PeopleAndClock {
    private static final Duration QUIET = Duration.ofMillis(250);
    private static final Duration SHORT_SKIP = Duration.ofMinutes(10);
    private static final Duration LONG_SKIP = Duration.ofHours(20);
    /** Of what may go wrong: preparation, the day, the week, and people who are slow. */
    private static final Duration LONGEST = Duration.ofDays(60);

    private static final int MAX_ROUNDS = 3_000;

    private final WorkflowHarness harness;
    private final Map<String, WorkflowHarness.TestRun> runs = new LinkedHashMap<>();
    private final List<String> withheld = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    private final Map<String, DisturbedDeployment> disturbed = new LinkedHashMap<>();

    private boolean skipsTime = true;
    private Duration idleSkip = SHORT_SKIP;

    PeopleAndClock(WorkflowHarness harness) {
        this.harness = harness;
    }

    /** That run is lived through too from now on. */
    void join(String id, WorkflowHarness.TestRun run) {
        runs.put(id, run);
    }

    /** The same of a deployment in which something goes wrong, also with people. */
    void join(DisturbedDeployment deployment) {
        disturbed.put(deployment.id, deployment);
        join(deployment.id, deployment.run());
    }

    void leave(String id) {
        runs.remove(id);
        disturbed.remove(id);
    }

    /** Until all those in which something goes wrong are over; they are left then. */
    void untilAllAreOver() {
        var last = now().plus(LONGEST);
        until(() -> {
            if (now().isAfter(last)) {
                throw new AssertionError("never ends: %s, at last: %s".formatted(disturbed.values(), states()));
            }
            List.copyOf(disturbed.values()).stream()
                    .filter(DisturbedDeployment::isOver)
                    .forEach(deployment -> leave(deployment.id));
            return disturbed.isEmpty();
        });
    }

    /** Leaves that gate or step of the run unanswered for now. */
    void withhold(String run, String item) {
        withheld.add(run + "#" + item);
    }

    void release(String run, String item) {
        withheld.remove(run + "#" + item);
    }

    /** That gate gets a NO_GO. */
    void refuse(String run, String gate) {
        refused.add(run + "#" + gate);
    }

    /** While the clock is stopped, actions may take real time. */
    void stopClock() {
        skipsTime = false;
    }

    void startClock() {
        skipsTime = true;
    }

    Instant now() {
        return Instant.ofEpochMilli(harness.server.currentTimeMillis());
    }

    /** Until that time. */
    void until(Instant time) {
        until(() -> !now().isBefore(time), Optional.of(time));
    }

    /** Until the condition holds. */
    void until(BooleanSupplier condition) {
        until(condition, Optional.empty());
    }

    private void until(BooleanSupplier condition, Optional<Instant> notBeyond) {
        for (var round = 0; round < MAX_ROUNDS; round++) {
            if (condition.getAsBoolean()) {
                return;
            }
            var before = states();
            if (answerAll() || !isQuiet(before)) {
                idleSkip = SHORT_SKIP;
            } else if (skipsTime) {
                skip(notBeyond);
            }
        }
        throw new AssertionError("never came, at last: " + states());
    }

    private boolean isQuiet(List<JsonNode> before) {
        harness.awaitQuiet(QUIET);
        return states().equals(before);
    }

    /** The checklists without the time of asking. */
    private List<JsonNode> states() {
        return runs.values().stream()
                .map(run -> {
                    var checklist = run.checklist();
                    ((ObjectNode) checklist).remove("asOf");
                    return checklist;
                })
                .toList();
    }

    private void skip(Optional<Instant> notBeyond) {
        var now = now();
        var next = Stream.concat(
                        runs.values().stream().flatMap(run -> planned(run.checklist()).stream()),
                        disturbed.values().stream().flatMap(deployment -> deployment.planned().stream()))
                .filter(planned -> planned.isAfter(now))
                .min(Instant::compareTo)
                .orElseGet(() -> now.plus(idleSkip()));
        var until = notBeyond.filter(next::isAfter).orElse(next);
        harness.skip(Duration.between(now, until));
    }

    /** Where nothing is planned, and something may go wrong, a deadline may be a day away. */
    private Duration idleSkip() {
        var skip = idleSkip;
        if (!disturbed.isEmpty() && skip.compareTo(LONG_SKIP) < 0) {
            idleSkip = skip.multipliedBy(2);
        }
        return skip;
    }

    private static List<Instant> planned(JsonNode checklist) {
        var planned = new ArrayList<Instant>();
        for (var step : checklist.path("steps")) {
            if (step.path("state").asText().equals("PENDING")
                    && step.path("plannedAt").isTextual()) {
                planned.add(Instant.parse(step.path("plannedAt").asText()));
            }
        }
        return planned;
    }

    private boolean answerAll() {
        var any = false;
        for (var deployment : disturbed.values()) {
            deployment.act(now());
        }
        for (var run : runs.entrySet()) {
            for (var item : run.getValue().checklist().path("waiting")) {
                if (!withheld.contains(run.getKey() + "#" + item.path("id").asText())) {
                    any |= answer(run.getKey(), run.getValue(), item);
                }
            }
        }
        return any;
    }

    private boolean answer(String id, WorkflowHarness.TestRun run, JsonNode item) {
        var deployment = disturbed.get(id);
        if (deployment != null) {
            return deployment.answer(item, now());
        }
        var message = item.path("message");
        var payload = (ObjectNode) message.path("payload").deepCopy();
        payload.put("by", item.path("roles").path(0).asText("release-manager"));
        if (refused.contains(id + "#" + item.path("id").asText())) {
            payload.put("verdict", "NO_GO").put("note", "not today");
        }
        if (payload.path("values") instanceof ObjectNode values) {
            values.fieldNames().forEachRemaining(name -> values.put(name, name.endsWith("Percent") ? 97 : 0));
        }
        try {
            run.stub().update(message.path("name").asText(), JsonNode.class, payload);
            return true;
        } catch (WorkflowException late) { // it, or the run, was over meanwhile
            return false;
        }
    }
}
